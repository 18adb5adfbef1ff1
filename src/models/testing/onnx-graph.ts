import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { basename, dirname } from "node:path";

/** Kinds of numbers, by their codes in onnx.proto. */
export const NUMBER = { float32: 1, uint8: 2, int8: 3, int64: 7, float16: 10 } as const;
export type NumberKind = keyof typeof NUMBER;

/** A number is an axis of that length, a text one that varies. */
export type Axis = number | string;

export type Attribute = number | string | readonly number[] | { readonly float: number };

/** Bytes of a weight, given in one piece or piece by piece, so that a large model need not fit into memory. */
export type WeightBytes =
  | Uint8Array
  | { readonly length: number; readonly pieces: () => Iterable<Uint8Array> };

/** Smaller weights stay in the graph, as exporters do it: shapes must be known before any file is read. */
const LEAST_EXTERNAL = 1024;

interface Weight {
  readonly name: string;
  readonly kind: NumberKind;
  readonly dims: readonly number[];
  readonly bytes: WeightBytes;
}

/**
 * Writes an ONNX graph (github.com/onnx/onnx/blob/main/onnx/onnx.proto), by hand in Protocol Buffers' wire format:
 * the tests and benchmarks need a few operators, and no dependency brings a writer of its own.
 */
export class OnnxGraph {
  readonly #nodes: Uint8Array[] = [];
  readonly #inputs: Uint8Array[] = [];
  readonly #outputs: Uint8Array[] = [];
  readonly #weights = new Map<string, Weight>();
  #next = 0;

  input(name: string, kind: NumberKind, axes: readonly Axis[]): string {
    this.#inputs.push(message(11, valueInfo(name, kind, axes)));
    return name;
  }

  /** Declares what the graph gives; `from` is the node's output that it is. */
  output(name: string, kind: NumberKind, axes: readonly Axis[], from: string): void {
    this.#nodes.push(nodeBytes("Identity", [from], [name], {}, `output_${name}`));
    this.#outputs.push(message(12, valueInfo(name, kind, axes)));
  }

  weight(name: string, kind: NumberKind, dims: readonly number[], bytes: WeightBytes): string {
    this.#weights.set(name, { name, kind, dims, bytes });
    return name;
  }

  floats(name: string, dims: readonly number[], values: Float32Array): string {
    return this.weight(
      name,
      "float32",
      dims,
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
  }

  /** A constant of whole numbers; without `dims` a list, with `[]` a scalar. */
  integers(values: readonly number[], dims: readonly number[] = [values.length]): string {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.weight(`integers_${this.#next++}`, "int64", dims, bytes);
  }

  float(value: number): string {
    return this.floats(`float_${this.#next++}`, [], Float32Array.of(value));
  }

  /** Adds an operator and returns the name of its first output; others are `<name>_1`, `<name>_2`. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    outputs = 1,
  ): string {
    const name = `${operator}_${this.#next++}`;
    const names = [name, ...Array.from({ length: outputs - 1 }, (_, i) => `${name}_${i + 1}`)];
    this.#nodes.push(nodeBytes(operator, inputs, names, attributes, name));
    return name;
  }

  /** Writes the model; with `external` its weights go into a file of that name beside it, as large models' do. */
  write(path: string, external?: string): void {
    mkdirSync(dirname(path), { recursive: true });
    const weights = [...this.#weights.values()];
    const isOutside = ({ bytes }: Weight) => external !== undefined && bytes.length >= LEAST_EXTERNAL;
    if (external !== undefined) {
      const file = openSync(`${dirname(path)}/${basename(external)}`, "w");
      for (const { bytes } of weights.filter(isOutside))
        for (const piece of piecesOf(bytes)) writeAll(file, piece);
      closeSync(file);
    }
    let offset = 0;
    const tensors = weights.map((weight) => {
      if (external === undefined || !isOutside(weight)) return message(5, tensorHead(weight), inside(weight));
      const place = outside(basename(external), offset, weight.bytes.length);
      offset += weight.bytes.length;
      return message(5, tensorHead(weight), place);
    });
    const graph = message(
      7,
      ...this.#nodes,
      text(2, "kotodama"),
      ...tensors,
      ...this.#inputs,
      ...this.#outputs,
    );
    const model = [whole(1, 8), text(2, "kotodama"), graph, message(8, text(1, ""), whole(2, 17))];
    const file = openSync(path, "w");
    for (const part of model) writeAll(file, part);
    closeSync(file);
  }
}

function inside({ bytes }: Weight): Uint8Array {
  const parts = [...piecesOf(bytes)];
  return field(9, Buffer.concat(parts));
}

function outside(location: string, offset: number, length: number): Uint8Array {
  const pair = (key: string, value: string) => message(13, text(1, key), text(2, value));
  return Buffer.concat([
    pair("location", location),
    pair("offset", String(offset)),
    pair("length", String(length)),
    whole(14, 1),
  ]);
}

function tensorHead({ name, kind, dims }: Weight): Uint8Array {
  return Buffer.concat([...dims.map((size) => whole(1, size)), whole(2, NUMBER[kind]), text(8, name)]);
}

function* piecesOf(bytes: WeightBytes): Iterable<Uint8Array> {
  if (bytes instanceof Uint8Array) yield bytes;
  else yield* bytes.pieces();
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function nodeBytes(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>>,
  name: string,
): Uint8Array {
  return message(
    1,
    ...inputs.map((input) => text(1, input)),
    ...outputs.map((output) => text(2, output)),
    text(3, name),
    text(4, operator),
    ...Object.entries(attributes).map(([key, value]) => message(5, text(1, key), attributeValue(value))),
  );
}

function attributeValue(value: Attribute): Uint8Array {
  if (typeof value === "number") return Buffer.concat([whole(3, value), whole(20, 2)]);
  if (typeof value === "string") return Buffer.concat([text(4, value), whole(20, 3)]);
  if ("float" in value) {
    const bits = Buffer.alloc(4);
    bits.writeFloatLE(value.float);
    return Buffer.concat([varint(2 * 8 + 5), bits, whole(20, 1)]);
  }
  return Buffer.concat([...value.map((item) => whole(8, item)), whole(20, 7)]);
}

function valueInfo(name: string, kind: NumberKind, axes: readonly Axis[]): Uint8Array {
  const shape = axes.map((axis) => message(1, typeof axis === "number" ? whole(1, axis) : text(2, axis)));
  return Buffer.concat([text(1, name), message(2, message(1, whole(1, NUMBER[kind]), message(2, ...shape)))]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(left & 127n);
    left >>= 7n;
    bytes.push(left > 0n ? low | 128 : low);
  } while (left > 0n);
  return Uint8Array.from(bytes);
}

function whole(number: number, value: number): Uint8Array {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

function field(number: number, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function text(number: number, value: string): Uint8Array {
  return field(number, Buffer.from(value));
}

function message(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return field(number, Buffer.concat(parts));
}
