// `npm test`: installs what is missing, then runs every test; arguments name test files instead.
import { ensureInstalled, root, run } from "./bootstrap.mjs";

ensureInstalled({ dev: true });
const named = process.argv.slice(2);
const files =
  named.length > 0 ? named : ["{src,catalogue,recollections,scripts,training,bench}/**/*.test.ts"];
process.exitCode = await run(["--test", "--test-reporter=spec", ...files], { cwd: root });
