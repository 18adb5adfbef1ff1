import { fail } from "../../errors.ts";

/** A tensor's numbers, row-major, and its shape. */
export interface NumberTensor {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

interface Entry {
  readonly dtype?: unknown;
  readonly shape?: unknown;
  readonly data_offsets?: unknown;
}

/**
 * Reads the tensors of a safetensors file (github.com/huggingface/safetensors, "Format"): the length of a JSON header
 * as 8 bytes, the header, then the numbers. Throws MODEL_INVALID for anything else.
 */
export function readSafetensors(file: Uint8Array, path: string): Map<string, NumberTensor> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = file.length >= 8 ? Number(view.getBigUint64(0, true)) : Number.NaN;
  if (!(length > 0 && length <= file.length - 8)) throw notSafetensors(path);
  let header: Readonly<Record<string, Entry>>;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file.subarray(8, 8 + length)));
  } catch {
    throw notSafetensors(path);
  }
  const tensors = new Map<string, NumberTensor>();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const [from, to] = wholeNumbers(data_offsets, path);
    const sizes = wholeNumbers(shape, path);
    const bytes = file.subarray(8 + length + (from ?? 0), 8 + length + (to ?? 0));
    const values = numbersOf(bytes, String(dtype), path);
    if (values.length !== sizes.reduce((product, size) => product * size, 1)) throw notSafetensors(path);
    tensors.set(name, { values, shape: sizes });
  }
  return tensors;
}

/** Little-endian numbers of a kind that models' small layers are saved in, as float32. Throws MODEL_INVALID. */
export function numbersOf(bytes: Uint8Array, type: string, path: string): Float32Array {
  // A copy, so that it begins where its numbers may; of a Buffer, `slice` would be none.
  const { buffer } = new Uint8Array(bytes);
  switch (type) {
    case "F32":
      if (bytes.length % 4 === 0) return new Float32Array(buffer);
      break;
    case "F16":
      if (bytes.length % 2 === 0) return Float32Array.from(new Float16Array(buffer));
      break;
    case "BF16":
      // The upper half of a float32.
      if (bytes.length % 2 === 0) {
        return new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer);
      }
  }
  throw fail("MODEL_INVALID", `${path} holds numbers of type ${type}; F32, F16 and BF16 can be read`);
}

function wholeNumbers(value: unknown, path: string): number[] {
  if (Array.isArray(value) && value.every((number) => Number.isSafeInteger(number) && number >= 0))
    return value;
  throw notSafetensors(path);
}

function notSafetensors(path: string): Error {
  return fail("MODEL_INVALID", `${path} is not a safetensors file; fetch the model again`);
}
