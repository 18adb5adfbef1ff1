// `npm start`: installs what is missing, fills an empty record with the bundled catalogue, and serves.
import { ensureInstalled, runKotodama } from "./bootstrap.mjs";

ensureInstalled({ dev: false });
await runKotodama(["serve", "--bundled", ...process.argv.slice(2)]);
