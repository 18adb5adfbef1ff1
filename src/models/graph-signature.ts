import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { fail } from "../errors.ts";

/** A tensor that goes into or comes out of a graph. */
export interface GraphTensor {
  readonly name: string;
  /** A number for each fixed axis, null for each that varies; undefined where the graph does not say. */
  readonly shape: readonly (number | null)[] | undefined;
}

export interface GraphSignature {
  readonly inputs: readonly GraphTensor[];
  readonly outputs: readonly GraphTensor[];
  /** Files that hold weights, as the graph names them: relative to its own folder. */
  readonly external: readonly string[];
}

// Fields of onnx.proto: github.com/onnx/onnx/blob/main/onnx/onnx.proto
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_INITIALIZER = 5;
const GRAPH_INPUT = 11;
const GRAPH_OUTPUT = 12;
const NODE_ATTRIBUTE = 5;
const ATTRIBUTE_TENSOR = 5;
const ATTRIBUTE_GRAPH = 6;
const TENSOR_NAME = 8;
const TENSOR_EXTERNAL_DATA = 13;

/** Graphs within graphs deeper than this are no encoder's. */
const MOST_DEPTH = 8;

/**
 * Names and shapes of a graph's inputs and outputs, without loading it: weights are passed over unread, so that two
 * gigabytes cost no more than the graph's nodes. Throws MODEL_INVALID where the file is no ONNX graph.
 */
export function graphSignature(path: string): GraphSignature {
  const reader = new ProtobufFile(path);
  try {
    const graph = reader.fields(0, reader.size).find(({ number }) => number === MODEL_GRAPH);
    if (graph === undefined) throw notAGraph(path);
    const inputs: GraphTensor[] = [];
    const outputs: GraphTensor[] = [];
    const external = new Set<string>();
    // Old exports list their weights among the inputs, too.
    const weights = new Set<string>();
    for (const field of reader.fields(graph.from, graph.to)) {
      if (field.number === GRAPH_INPUT) inputs.push(tensorOf(reader, field));
      else if (field.number === GRAPH_OUTPUT) outputs.push(tensorOf(reader, field));
      else if (field.number === GRAPH_INITIALIZER) weights.add(reader.textField(field, TENSOR_NAME));
    }
    addExternal(reader, graph, external, 0);
    if (outputs.length === 0) throw notAGraph(path);
    return {
      inputs: inputs.filter(({ name }) => !weights.has(name)),
      outputs,
      external: [...external].sort(),
    };
  } finally {
    reader.close();
  }
}

function notAGraph(path: string): Error {
  return fail("MODEL_INVALID", `${path} is not an ONNX graph, or is cut; fetch the model again`);
}

/** ValueInfoProto: name = 1, type = 2 → tensor_type = 1 → shape = 2 → dim = 1, each with dim_value = 1 or a name. */
function tensorOf(reader: ProtobufFile, info: Field): GraphTensor {
  const name = reader.textField(info, 1);
  const shape = [2, 1, 2].reduce<Field | undefined>(
    (inside, number) =>
      inside && reader.fields(inside.from, inside.to).find((field) => field.number === number),
    info,
  );
  if (shape === undefined) return { name, shape: undefined };
  const axes = reader
    .fields(shape.from, shape.to)
    .filter(({ number }) => number === 1)
    .map((axis) => reader.fields(axis.from, axis.to).find(({ number }) => number === 1)?.value ?? null);
  return { name, shape: axes };
}

/** Adds the files in which a graph's weights and constants lie, those of graphs within it, too. */
function addExternal(reader: ProtobufFile, graph: Field, files: Set<string>, depth: number): void {
  if (depth > MOST_DEPTH) return;
  for (const field of reader.fields(graph.from, graph.to)) {
    if (field.number === GRAPH_INITIALIZER) addLocation(reader, field, files);
    if (field.number !== GRAPH_NODE) continue;
    for (const attribute of reader.fields(field.from, field.to)) {
      if (attribute.number !== NODE_ATTRIBUTE) continue;
      for (const value of reader.fields(attribute.from, attribute.to)) {
        if (value.number === ATTRIBUTE_TENSOR) addLocation(reader, value, files);
        else if (value.number === ATTRIBUTE_GRAPH) addExternal(reader, value, files, depth + 1);
      }
    }
  }
}

/** External data is told by pairs of key = 1 and value = 2, of which `location` is the file. */
function addLocation(reader: ProtobufFile, tensor: Field, files: Set<string>): void {
  for (const pair of reader.fields(tensor.from, tensor.to)) {
    if (pair.number !== TENSOR_EXTERNAL_DATA || reader.textField(pair, 1) !== "location") continue;
    files.add(reader.textField(pair, 2));
  }
}

/** A field of a message: where its content lies, or its value where it is a varint. */
interface Field {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly value: number | undefined;
}

const WINDOW = 1 << 16;
/** Names longer than this are none. */
const MOST_TEXT = 1 << 12;

/** Reads Protocol Buffers' wire format (protobuf.dev/programming-guides/encoding) from a file, a window at a time. */
class ProtobufFile {
  readonly size: number;
  readonly #path: string;
  readonly #file: number;
  readonly #window = Buffer.alloc(WINDOW);
  #start = 0;
  #length = 0;
  #at = 0;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, "r");
    this.size = fstatSync(this.#file).size;
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The fields of the message that lies in these bytes. Throws MODEL_INVALID where it is cut. */
  fields(from: number, to: number): Field[] {
    const fields: Field[] = [];
    this.#at = from;
    while (this.#at < to) {
      const tag = this.#varint();
      const wire = tag % 8;
      let value: number | undefined;
      if (wire === 0) value = this.#varint();
      const length = wire === 2 ? this.#varint() : wire === 1 ? 8 : wire === 5 ? 4 : 0;
      const begin = this.#at;
      if (wire === 3 || wire === 4 || wire > 5 || begin + length > to) throw notAGraph(this.#path);
      fields.push({ number: Math.floor(tag / 8), from: begin, to: begin + length, value });
      this.#at = begin + length;
    }
    return fields;
  }

  /** A field of a message as text; empty where it is not there. */
  textField(message: Field, wanted: number): string {
    const field = this.fields(message.from, message.to).find(({ number }) => number === wanted);
    if (field === undefined) return "";
    const bytes = Buffer.alloc(field.to - field.from);
    if (bytes.length > MOST_TEXT) throw notAGraph(this.#path);
    readSync(this.#file, bytes, 0, bytes.length, field.from);
    return bytes.toString("utf8");
  }

  #varint(): number {
    let value = 0;
    // Up to 53 bits: sizes of files, and no more is needed of anything else.
    for (let factor = 1; factor <= 2 ** 63; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw notAGraph(this.#path);
  }

  #byte(): number {
    if (this.#at < this.#start || this.#at >= this.#start + this.#length) {
      this.#start = this.#at;
      this.#length = readSync(this.#file, this.#window, 0, WINDOW, this.#start);
      if (this.#length === 0) throw notAGraph(this.#path);
    }
    return this.#window[this.#at++ - this.#start]!;
  }
}
