import { Worker } from "node:worker_threads";
import { fail } from "../../errors.ts";
import type { DenseCodes } from "./dense-codes.ts";
import { MAX_SLOTS } from "./dense-layout.ts";
import { kernelModule } from "./kernel-module.ts";
import { answerBell, mailboxMemory, Outbox, SLOTS } from "./mailbox.ts";
import { readResult, SpaceNumbers, writePlan } from "./plan-codec.ts";
import type { Postings } from "./postings.ts";
import { type LegDescriptor, OpenSegments, type Plan, type PlanResult } from "./search-plan.ts";
import type { WorkerReply, WorkerRequest, WorkerStart } from "./search-worker.ts";

export interface RunOptions {
  /** A plan that is aborted rejects with the signal's reason; one that waits is not run at all. */
  readonly signal?: AbortSignal | undefined;
  /** On the clock of performance.now(), ms: a plan that still waits then is not run and rejects with TIMEOUT. */
  readonly deadline?: number | undefined;
}

interface Job {
  readonly plan: Plan;
  readonly deadline: number;
  /** Settled: by the answer, by a failure, or by the caller's signal. */
  done: boolean;
  resolve(result: PlanResult): void;
  reject(error: unknown): void;
}

interface Thread {
  readonly worker: Worker;
  readonly slot: number;
  readonly outbox: Outbox;
  readonly running: Map<number, Job>;
}

/** Threads that may end one after another, without an answer in between, before none is started any more. */
const MAX_FAILURES = 5;

const THREAD_SOURCE = new URL("./search-worker.ts", import.meta.url);

/**
 * Runs plans on worker threads over shared memory, first come, first served; with 0 threads on the calling one.
 * Segments are registered once and named by key in plans.
 */
export class SearchPool {
  readonly threads: number;
  readonly #segments = new Map<number, Readonly<Record<string, LegDescriptor>>>();
  readonly #here: OpenSegments | null;
  readonly #workers: Thread[] = [];
  readonly #waiting: Job[] = [];
  readonly #source: URL;
  readonly #spaces = new SpaceNumbers();
  readonly #answers = answerBell();
  #isListening = false;
  #nextKey = 1;
  #nextRun = 1;
  #failures = 0;
  #closed = false;

  /** `source` is the module that the threads run: another one only in tests. */
  constructor(threads: number, source = THREAD_SOURCE) {
    this.threads = Math.min(threads, MAX_SLOTS - 1);
    this.#source = source;
    this.#here = threads === 0 ? new OpenSegments(1) : null;
    for (let slot = 1; slot <= this.threads; slot++) this.#start(slot);
  }

  /** Opens a segment on every thread; returns its key. */
  register(spaces: {
    readonly dense: ReadonlyMap<string, DenseCodes>;
    readonly sparse: ReadonlyMap<string, Postings>;
  }): number {
    const key = this.#nextKey++;
    const descriptors: Record<string, LegDescriptor> = {};
    for (const [space, codes] of spaces.dense)
      descriptors[space] = codes.descriptor(Math.max(1, this.threads));
    for (const [space, postings] of spaces.sparse) {
      descriptors[space] = { kind: "sparse", postings: postings.descriptor };
    }
    this.#segments.set(key, descriptors);
    this.#spaces.add(Object.keys(descriptors));
    this.#here?.open(key, descriptors);
    this.#tellAll({ open: key, spaces: descriptors, names: this.#spaces.names });
    return key;
  }

  /** Lets every thread go of a segment; plans that were handed to a thread before still find it. */
  release(key: number): void {
    this.#segments.delete(key);
    this.#here?.close(key);
    this.#tellAll({ close: key });
  }

  /**
   * Throws VECTOR_INVALID for a query that does not suit its space, TIMEOUT past the deadline, WORKER_FAILED when
   * its thread ends, STORE_UNAVAILABLE once closed.
   */
  async run(
    plan: Plan,
    { signal, deadline = Number.POSITIVE_INFINITY }: RunOptions = {},
  ): Promise<PlanResult> {
    if (this.#closed) throw closedError();
    signal?.throwIfAborted();
    if (performance.now() > deadline) throw lateError();
    if (this.#here) return this.#here.run(plan);
    if (this.#workers.length === 0) {
      throw fail("WORKER_FAILED", `no search thread could be kept running after ${MAX_FAILURES} attempts`);
    }
    const { promise, resolve, reject } = Promise.withResolvers<PlanResult>();
    const job: Job = { plan, deadline, done: false, resolve, reject };
    const abort = (): void => settle(job, () => reject(signal?.reason));
    signal?.addEventListener("abort", abort, { once: true });
    this.#waiting.push(job);
    this.#dispatch();
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Plans that wait or run reject with STORE_UNAVAILABLE; resolves when every thread has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#ringAnswers();
    const workers = this.#workers.splice(0);
    for (const job of this.#waiting.splice(0)) settle(job, () => job.reject(closedError()));
    for (const { running } of workers) {
      for (const job of running.values()) settle(job, () => job.reject(closedError()));
    }
    await Promise.all(workers.map(({ worker }) => worker.terminate()));
    this.#segments.clear();
  }

  #start(slot: number): void {
    const mailbox = mailboxMemory(this.#answers);
    const start: WorkerStart = { module: kernelModule(), slot, mailbox };
    const worker = new Worker(this.#source, { workerData: start });
    const thread: Thread = { worker, slot, outbox: new Outbox(mailbox), running: new Map() };
    this.#workers.push(thread);
    for (const [open, spaces] of this.#segments) tell(thread, { open, spaces, names: this.#spaces.names });
    worker.on("message", (reply: WorkerReply) => this.#finish(thread, reply));
    let cause: unknown;
    worker.on("error", (error) => {
      cause = error;
    });
    worker.on("exit", (status) => this.#replace(thread, cause ?? `exit status ${status}`));
  }

  #finish(thread: Thread, reply: WorkerReply): void {
    const job = thread.running.get(reply.run);
    thread.running.delete(reply.run);
    this.#failures = 0;
    this.#dispatch();
    if (!job) return;
    if ("result" in reply) settle(job, () => job.resolve(reply.result));
    else {
      const { code, message, fields } = reply.failure;
      settle(job, () => job.reject(fail(code, message, { fields })));
    }
  }

  /** A thread ended by itself: its plans fail, another takes its place. */
  #replace(thread: Thread, cause: unknown): void {
    const at = this.#workers.indexOf(thread);
    if (at < 0) return;
    this.#workers.splice(at, 1);
    for (const job of thread.running.values()) {
      settle(job, () =>
        job.reject(fail("WORKER_FAILED", "a search thread ended while it searched", { cause })),
      );
    }
    if (++this.#failures <= MAX_FAILURES) this.#start(thread.slot);
    if (this.#workers.length > 0) this.#dispatch();
    else {
      for (const job of this.#waiting.splice(0)) {
        settle(job, () =>
          job.reject(fail("WORKER_FAILED", "no search thread could be kept running", { cause })),
        );
      }
    }
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const idlest = this.#workers.reduce((least, thread) =>
        thread.running.size < least.running.size ? thread : least,
      );
      if (idlest.running.size >= SLOTS) return;
      const job = this.#waiting.shift() as Job;
      if (job.done) continue;
      if (performance.now() > job.deadline) {
        settle(job, () => job.reject(lateError()));
        continue;
      }
      const run = this.#nextRun++;
      idlest.running.set(run, job);
      const write = (words: Uint32Array) => writePlan(job.plan, words, this.#spaces);
      if (!idlest.outbox.ask(run, write)) tell(idlest, { run, plan: job.plan });
      this.#listen();
    }
  }

  #tellAll(request: WorkerRequest): void {
    for (const thread of this.#workers) tell(thread, request);
  }

  /** Takes in answers as their bell rings, until there is nothing to wait for. */
  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    const bell = new Int32Array(this.#answers);
    const hear = (): void => {
      for (;;) {
        const heard = Atomics.load(bell, 0);
        for (const thread of this.#workers) {
          thread.outbox.collect(readResult, (run, result) => this.#finish(thread, { run, result }));
        }
        if (this.#closed || this.#workers.every(({ running }) => running.size === 0)) {
          this.#isListening = false;
          return;
        }
        const rung = Atomics.waitAsync(bell, 0, heard);
        if (!rung.async) continue;
        void rung.value.then(hear);
        return;
      }
    };
    hear();
  }

  #ringAnswers(): void {
    const bell = new Int32Array(this.#answers);
    Atomics.add(bell, 0, 1);
    Atomics.notify(bell, 0);
  }
}

function tell({ worker, outbox }: Thread, request: WorkerRequest): void {
  worker.postMessage(request);
  outbox.ring();
}

function settle(job: Job, end: () => void): void {
  if (job.done) return;
  job.done = true;
  end();
}

function closedError() {
  return fail("STORE_UNAVAILABLE", "the vector store is closed");
}

function lateError() {
  return fail("TIMEOUT", "the search waited longer than the request may take", { retryAfter: 1 });
}
