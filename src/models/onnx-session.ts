import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as ort from "onnxruntime-node";
import { fail } from "../errors.ts";

/** What a graph is run on. There is no falling back from one to the other. */
export type Device = "cpu" | "cuda";

export interface SessionOptions {
  /** Threads that one run may use. */
  readonly threads: number;
  readonly device: Device;
}

/** How to get what `device: cuda` needs, for Linux on x64 with a card and driver for CUDA 12. */
export const CUDA_INSTALL =
  "ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js";

/**
 * Opens a graph with ONNX Runtime; its external weights are found beside it. Throws MODEL_INVALID for a file that it
 * cannot read and MODEL_FAILED where the device is not to be had.
 */
export async function openSession(
  graph: string,
  { threads, device }: SessionOptions,
): Promise<ort.InferenceSession> {
  if (device === "cuda" && !cudaInstalled()) {
    throw fail(
      "MODEL_FAILED",
      `the CUDA libraries of ONNX Runtime are not installed; install them with \`${CUDA_INSTALL}\``,
    );
  }
  try {
    return await ort.InferenceSession.create(graph, {
      executionProviders: device === "cuda" ? ["cuda"] : ["cpu"],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // Every batch has another shape: a plan of memory for one does not suit the next.
      enableMemPattern: false,
      // Else the most that any batch ever needed is kept: gigabytes, after one long text through a large model.
      enableCpuMemArena: false,
      logSeverityLevel: 3,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (device === "cuda")
      throw fail("MODEL_FAILED", `${graph} cannot be run with CUDA: ${reason}`, { cause });
    throw fail("MODEL_INVALID", `${graph} cannot be opened by ONNX Runtime: ${reason}`, { cause });
  }
}

/** True where ONNX Runtime's libraries for CUDA lie beside its own. */
export function cudaInstalled(): boolean {
  const main = createRequire(import.meta.url).resolve("onnxruntime-node");
  const folder = join(dirname(main), "..", "bin", "napi-v6", process.platform, process.arch);
  return existsSync(join(folder, "libonnxruntime_providers_cuda.so"));
}

/** A tensor's numbers as float32. Throws MODEL_INVALID for numbers of another kind than float32 and float16. */
export function float32Of(tensor: ort.Tensor): Float32Array {
  const data: unknown = tensor.data;
  if (data instanceof Float32Array) return data;
  if (data instanceof Float16Array) return Float32Array.from(data);
  // Half-precision numbers as their bits, where the runtime knows no type for them.
  if (tensor.type === "float16" && data instanceof Uint16Array) {
    return Float32Array.from(new Float16Array(data.buffer, data.byteOffset, data.length));
  }
  throw fail(
    "MODEL_INVALID",
    `the graph gives numbers of type ${tensor.type}; float32 and float16 can be used`,
  );
}
