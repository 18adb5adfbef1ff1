import { parentPort, workerData } from "node:worker_threads";
import { type ErrorCode, type ErrorField, isFailure } from "../../errors.ts";
import { useKernelModule } from "./kernel-module.ts";
import { type LegDescriptor, OpenSegments, type Plan, type PlanResult } from "./search-plan.ts";

/** What a search thread is started with. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  /** Its scratch area in every memory. */
  readonly slot: number;
}

export type WorkerRequest =
  | { readonly open: number; readonly spaces: Readonly<Record<string, LegDescriptor>> }
  | { readonly close: number }
  | { readonly run: number; readonly plan: Plan };

export interface WorkerFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fields: readonly ErrorField[];
}

export type WorkerReply =
  | { readonly run: number; readonly result: PlanResult }
  | { readonly run: number; readonly failure: WorkerFailure };

const port = parentPort;
if (port) {
  const { module, slot } = workerData as WorkerStart;
  useKernelModule(module);
  const segments = new OpenSegments(slot);
  port.on("message", (request: WorkerRequest) => {
    if ("open" in request) segments.open(request.open, request.spaces);
    else if ("close" in request) segments.close(request.close);
    else port.postMessage(answer(segments, request.run, request.plan));
  });
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
