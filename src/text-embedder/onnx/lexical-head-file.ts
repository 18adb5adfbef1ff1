import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../../errors.ts";
import type { LexicalHead } from "./lexical-head.ts";
import { type NumberTensor, readSafetensors } from "./safetensors.ts";
import { readTorchFile } from "./torch-file.ts";

/** Names under which a lexical head stands in a model's folder: our choice first, then as BGE-M3 publishes it. */
const LEXICAL_HEAD_FILES = ["sparse_linear.safetensors", "sparse_linear.pt"] as const;

/** The file of a folder's lexical head; undefined where it has none. */
export function lexicalHeadFile(folder: string): string | undefined {
  return LEXICAL_HEAD_FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
}

/** Reads a lexical head for hidden states of this dimension. Throws MODEL_INVALID where it does not suit them. */
export function readLexicalHead(path: string, dimension: number): LexicalHead {
  const file = readFileSync(path);
  const tensors: Map<string, NumberTensor> = path.endsWith(".pt")
    ? readTorchFile(file, path)
    : readSafetensors(file, path);
  const weight = tensors.get("weight")?.values;
  const bias = tensors.get("bias")?.values;
  if (weight?.length !== dimension || (bias !== undefined && bias.length !== 1)) {
    const got =
      weight === undefined ? "no weight" : `${weight.length} weights and ${bias?.length ?? 0} biases`;
    throw fail("MODEL_INVALID", `${path} holds ${got}; ${dimension} weights and one bias are expected`);
  }
  if (![...weight, bias?.[0] ?? 0].every(Number.isFinite)) {
    throw fail("MODEL_INVALID", `${path} holds numbers that are not finite; fetch the model again`);
  }
  return { weight, bias: bias?.[0] ?? 0 };
}
