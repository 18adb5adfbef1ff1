import { parentPort, type Transferable, workerData } from "node:worker_threads";
import { type ErrorCode, fail, isFailure, type KotodamaError } from "../errors.ts";

/** An error as it crosses between threads, where cloning would strip its code. */
export interface ThreadFailure {
  readonly code: ErrorCode;
  readonly message: string;
}

export type ThreadRequest<Request> =
  | { readonly run: number; readonly request: Request }
  | { readonly close: true };

export type ThreadMessage<Reply, Info> =
  | { readonly ready: Info }
  | { readonly unusable: ThreadFailure }
  | { readonly run: number; readonly reply: Reply }
  | { readonly run: number; readonly failure: ThreadFailure };

/** A model as a thread holds it. */
export interface LoadedModel<Request, Reply, Info> {
  readonly info: Info;
  /** `transfer`: buffers of the reply that move instead of being copied. */
  run(request: Request): Promise<{ readonly reply: Reply; readonly transfer?: readonly Transferable[] }>;
  release(): Promise<void>;
}

/**
 * Runs in a thread of `ModelThreads`: loads the model, then answers requests one after another until told to close.
 * What goes wrong in loading or running is an answer; only what ends the thread is not.
 */
export async function serveModel<Start, Request, Reply, Info>(
  load: (start: Start) => Promise<LoadedModel<Request, Reply, Info>>,
): Promise<void> {
  const port = parentPort;
  if (port === null) return;
  const say = (message: ThreadMessage<Reply, Info>, transfer: readonly Transferable[] = []) =>
    port.postMessage(message, transfer);
  let last: Promise<void> = Promise.resolve();
  let model: LoadedModel<Request, Reply, Info> | undefined;
  const answer = async (run: number, request: Request): Promise<void> => {
    if (model === undefined) return;
    try {
      const { reply, transfer } = await model.run(request);
      say({ run, reply }, transfer);
    } catch (error) {
      say({ run, failure: failureOf(error) });
    }
  };
  port.on("message", (message: ThreadRequest<Request>) => {
    if (!("close" in message)) {
      last = last.then(() => answer(message.run, message.request));
      return;
    }
    void last.then(async () => {
      await model?.release();
      port.close();
    });
  });
  last = (async () => {
    try {
      model = await load(workerData as Start);
      say({ ready: model.info });
    } catch (error) {
      say({ unusable: failureOf(error) });
    }
  })();
  await last;
}

function failureOf(error: unknown): ThreadFailure {
  if (isFailure(error)) return { code: error.code, message: error.message };
  return { code: "MODEL_FAILED", message: error instanceof Error ? error.message : String(error) };
}

/** The error that a thread's failure stands for. */
export function toFailure({ code, message }: ThreadFailure): KotodamaError {
  return fail(code, message);
}
