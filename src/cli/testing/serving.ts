import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));

/** A server in a process of its own. */
export interface Serving {
  readonly url: string;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
}

/** Starts `kotodama serve` and waits until it says where it is; fails where it ends before. */
export async function serve(env: NodeJS.ProcessEnv): Promise<Serving> {
  const child = spawn(process.execPath, [MAIN, "serve", "--json"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const printed = once(child.stdout.setEncoding("utf8"), "data") as Promise<[string]>;
  const ended = exited.then(() => assert.fail("it ended before it served"));
  const [line] = await Promise.race([printed, ended]);
  ended.catch(() => undefined);
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
