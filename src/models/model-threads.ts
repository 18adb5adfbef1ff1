import { Worker } from "node:worker_threads";
import { fail } from "../errors.ts";
import { type ThreadMessage, type ThreadRequest, toFailure } from "./serve-model.ts";

export interface ModelThreadsOptions {
  /** The module that each thread runs; it calls `serveModel`. */
  readonly source: URL;
  /** What each thread is started with, as structured data. */
  readonly start: unknown;
  readonly threads: number;
  /** For messages: the model's name. */
  readonly name: string;
}

interface Job<Request, Reply> {
  readonly request: Request;
  /** Before those that are not. */
  readonly urgent: boolean;
  /** How many threads have ended over it. */
  deaths: number;
  resolve(reply: Reply): void;
  reject(error: unknown): void;
}

interface Thread<Request, Reply> {
  readonly worker: Worker;
  ready: boolean;
  job: Job<Request, Reply> | undefined;
  run: number;
}

/** A job whose thread ends gets one more; a second end is the job's own doing. */
const ATTEMPTS = 2;
/** Threads that may end one after another, without an answer in between, before none is started any more. */
const MOST_DEATHS = 3;
/** How long a thread may take to finish its run and let go of the model, in ms. */
const PATIENCE = 5_000;

/**
 * Threads that hold one copy of a model each and run one request at a time, urgent ones first. The calling thread
 * only passes messages. A thread that ends by itself is started anew, and its request run once more.
 */
export class ModelThreads<Request, Reply, Info> {
  readonly #options: ModelThreadsOptions;
  readonly #threads = new Set<Thread<Request, Reply>>();
  readonly #urgent: Job<Request, Reply>[] = [];
  readonly #waiting: Job<Request, Reply>[] = [];
  readonly #ready = Promise.withResolvers<Info>();
  #failure: Error | undefined;
  #deaths = 0;
  #nextRun = 1;
  #closed = false;

  constructor(options: ModelThreadsOptions) {
    this.#options = options;
    // Whoever runs something hears of a failure; nobody need wait for readiness.
    this.#ready.promise.catch(() => undefined);
    for (let i = 0; i < options.threads; i++) this.#start();
  }

  /** What the first thread to have loaded the model says of it. Rejects with the failure where none could. */
  ready(): Promise<Info> {
    return this.#ready.promise;
  }

  /** Why nothing can be run any more; undefined while all is well. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** The thread's answer. Throws MODEL_FAILED, also once closed, and whatever failure the thread answered with. */
  run(request: Request, { urgent = false }: { readonly urgent?: boolean } = {}): Promise<Reply> {
    if (this.#closed) return Promise.reject(closedError(this.#options.name));
    if (this.#failure) return Promise.reject(this.#failure);
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    (urgent ? this.#urgent : this.#waiting).push({ request, urgent, deaths: 0, resolve, reject });
    this.#dispatch();
    return promise;
  }

  /** Requests that wait or run reject; resolves when every thread has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    const error = closedError(this.#options.name);
    this.#ready.reject(error);
    this.#rejectWaiting(error);
    await Promise.all([...this.#threads].map((thread) => end(thread, error)));
    this.#threads.clear();
  }

  #start(): void {
    const { source, start } = this.#options;
    const worker = new Worker(source, { workerData: start });
    const thread: Thread<Request, Reply> = { worker, ready: false, job: undefined, run: 0 };
    this.#threads.add(thread);
    let cause: unknown;
    worker.on("message", (message: ThreadMessage<Reply, Info>) => this.#receive(thread, message));
    worker.on("error", (error) => {
      cause = error;
    });
    worker.on("exit", (status) => this.#bury(thread, cause ?? `exit status ${status}`));
  }

  #receive(thread: Thread<Request, Reply>, message: ThreadMessage<Reply, Info>): void {
    if ("ready" in message) {
      thread.ready = true;
      this.#ready.resolve(message.ready);
    } else if ("unusable" in message) {
      // The same files would fail on every thread.
      this.#giveUp(toFailure(message.unusable));
      return;
    } else if (message.run === thread.run && thread.job !== undefined) {
      const { job } = thread;
      thread.job = undefined;
      this.#deaths = 0;
      if ("reply" in message) job.resolve(message.reply);
      else job.reject(toFailure(message.failure));
    }
    this.#dispatch();
  }

  /** A thread ended by itself: another takes its place, and its request is tried once more. */
  #bury(thread: Thread<Request, Reply>, cause: unknown): void {
    this.#threads.delete(thread);
    if (this.#closed || this.#failure) return;
    const { job } = thread;
    const error = fail("MODEL_FAILED", `a thread that ran ${this.#options.name} ended: ${reasonOf(cause)}`, {
      cause,
    });
    if (job !== undefined && ++job.deaths >= ATTEMPTS) job.reject(error);
    else if (job !== undefined) (job.urgent ? this.#urgent : this.#waiting).unshift(job);
    if (++this.#deaths >= MOST_DEATHS) this.#giveUp(error);
    else this.#start();
  }

  #giveUp(error: Error): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#ready.reject(error);
    this.#rejectWaiting(error);
    for (const thread of this.#threads) void end(thread, error);
  }

  #rejectWaiting(error: Error): void {
    for (const job of [...this.#urgent.splice(0), ...this.#waiting.splice(0)]) job.reject(error);
  }

  #dispatch(): void {
    for (const thread of this.#threads) {
      if (!thread.ready || thread.job !== undefined) continue;
      const job = this.#urgent.shift() ?? this.#waiting.shift();
      if (job === undefined) return;
      thread.job = job;
      thread.run = this.#nextRun++;
      tell(thread.worker, { run: thread.run, request: job.request });
    }
  }
}

/** Lets a thread finish what it runs and free the model by itself; ends it by force where it takes too long. */
async function end(thread: Thread<unknown, never>, error: Error): Promise<void> {
  thread.job?.reject(error);
  thread.job = undefined;
  const { worker } = thread;
  const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const timer = setTimeout(() => void worker.terminate(), PATIENCE);
  tell(worker, { close: true });
  await exited;
  clearTimeout(timer);
}

function tell(worker: Worker, request: ThreadRequest<unknown>): void {
  worker.postMessage(request);
}

function closedError(name: string): Error {
  return fail("MODEL_FAILED", `${name} is closed`);
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
