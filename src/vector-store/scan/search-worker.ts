import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { type ErrorCode, type ErrorField, isFailure } from "../../errors.ts";
import { useKernelModule } from "./kernel-module.ts";
import { Inbox, type MailboxMemory } from "./mailbox.ts";
import { readPlan, SpaceNumbers, writeResult } from "./plan-codec.ts";
import { type LegDescriptor, OpenSegments, type Plan, type PlanResult } from "./search-plan.ts";

/** What a search thread is started with. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  /** Its scratch area in every memory. */
  readonly slot: number;
  readonly mailbox: MailboxMemory;
}

/** What comes as a message; plans do where they do not fit the mailbox. */
export type WorkerRequest =
  | {
      readonly open: number;
      readonly spaces: Readonly<Record<string, LegDescriptor>>;
      /** Of all spaces so far, in the order of their numbers. */
      readonly names: readonly string[];
    }
  | { readonly close: number }
  | { readonly run: number; readonly plan: Plan };

export interface WorkerFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fields: readonly ErrorField[];
}

/** What goes back as a message: failures, and results that do not fit the mailbox. */
export type WorkerReply =
  | { readonly run: number; readonly result: PlanResult }
  | { readonly run: number; readonly failure: WorkerFailure };

const port = parentPort;
if (port) {
  const { module, slot, mailbox } = workerData as WorkerStart;
  useKernelModule(module);
  serve(port, new Inbox(mailbox), new OpenSegments(slot));
}

/** Never returns: the thread has nothing to do but this, and ends with `terminate`. */
function serve(port: MessagePort, inbox: Inbox, segments: OpenSegments): never {
  const spaces = new SpaceNumbers();
  for (;;) {
    // First what was asked, then what was told: so a question finds the segments that were opened for it.
    const asked = inbox.wait();
    const closing: number[] = [];
    for (let held = receiveMessageOnPort(port); held !== undefined; held = receiveMessageOnPort(port)) {
      const request = held.message as WorkerRequest;
      if ("open" in request) {
        spaces.add(request.names);
        segments.open(request.open, request.spaces);
      } else if ("close" in request) closing.push(request.close);
      else port.postMessage(answer(segments, request.run, request.plan));
    }
    for (const slot of asked) {
      inbox.answer(slot, (run, question, result) => {
        const reply = answer(segments, run, readPlan(question, spaces));
        if ("result" in reply && writeResult(reply.result, result)) return true;
        port.postMessage(reply);
        return false;
      });
    }
    // What was asked before a segment was let go of has found it.
    for (const key of closing) segments.close(key);
  }
}

/** Errors of the catalogue go back as data, since cloning would strip them; any other ends the thread. */
function answer(segments: OpenSegments, run: number, plan: Plan): WorkerReply {
  try {
    return { run, result: segments.run(plan) };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { run, failure: { code: error.code, message: error.message, fields: error.fields } };
  }
}
