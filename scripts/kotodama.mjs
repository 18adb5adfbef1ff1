#!/usr/bin/env node
// The command line in a checkout: `npm run -s kotodama -- search "…"`.
import { ensureInstalled, runKotodama } from "./bootstrap.mjs";

ensureInstalled({ dev: false });
await runKotodama(process.argv.slice(2));
