import { type ChildProcess, fork } from "node:child_process";

interface Reply {
  readonly result?: unknown;
  readonly error?: string;
}

/** A process of its own that answers one call at a time, so that an engine that hangs or dies takes nothing with it. */
export class Child {
  readonly #process: ChildProcess;
  #printed = "";

  /** `module` calls `answerCalls`. */
  constructor(module: URL, args: readonly string[]) {
    this.#process = fork(module, args, {
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      execArgv: ["--disable-warning=ExperimentalWarning", "--expose-gc"],
    });
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) {
      stream.on("data", (data) => {
        this.#printed = `${this.#printed}${data}`.slice(-2000);
      });
    }
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Rejects with what the engine said, when the process ends, and after `limit` ms: then it is killed. */
  async call<Result>(call: object, limit: number): Promise<Result> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) throw this.#ended();
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const late = setTimeout(() => {
      this.#process.kill("SIGKILL");
      reject(new Error(`took longer than ${Math.round(limit / 1000)} s`));
    }, limit);
    const onReply = ({ result, error }: Reply) =>
      error === undefined ? resolve(result as Result) : reject(new Error(error));
    const onExit = () => reject(this.#ended());
    this.#process.once("message", onReply).once("exit", onExit).once("error", reject);
    this.#process.send(call);
    try {
      return await promise;
    } finally {
      clearTimeout(late);
      this.#process.off("message", onReply).off("exit", onExit).off("error", reject);
    }
  }

  end(): void {
    this.#process.kill("SIGKILL");
  }

  #ended(): Error {
    const { exitCode, signalCode } = this.#process;
    return new Error(
      `its process ended (${signalCode ?? `status ${exitCode}`}) ${this.#printed.trim()}`.trim(),
    );
  }
}

/** The other side: answers every call with what `answer` returns or throws. */
export function answerCalls<Call>(answer: (call: Call) => unknown): void {
  process.on("message", async (call: Call) => {
    try {
      process.send!({ result: await answer(call) });
    } catch (error) {
      process.send!({ error: error instanceof Error ? error.message : String(error) });
    }
  });
  process.on("disconnect", () => process.exit());
}
