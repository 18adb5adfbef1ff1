import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { runCommandLine } from "./cli/command-line.ts";

const workingDirectory = process.cwd();
const envFile = resolve(workingDirectory, ".env");

process.exitCode = await runCommandLine(process.argv.slice(2), {
  // Variables of the environment win over the lines of the file.
  environment: { ...(existsSync(envFile) ? parseEnv(readFileSync(envFile, "utf8")) : {}), ...process.env },
  workingDirectory,
  callerDirectory: process.env.INIT_CWD ?? workingDirectory,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  onInterrupt: (callback) => {
    const stop = () => callback();
    process.on("SIGINT", stop).on("SIGTERM", stop);
    return () => process.off("SIGINT", stop).off("SIGTERM", stop);
  },
});
