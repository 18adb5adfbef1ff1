/**
 * Reads what `torch.save` writes of a state dictionary: a zip of stored files, of which `data.pkl` is a pickle that
 * names tensors and `data/<key>` are their numbers. Only what such a file needs is understood, and nothing in it is
 * executed: a pickle that calls for anything else is refused.
 */
import { fail } from "../../errors.ts";
import { type NumberTensor, numbersOf } from "./safetensors.ts";

/** The tensors of a file by name. Throws MODEL_INVALID for anything but a plain dictionary of tensors. */
export function readTorchFile(file: Uint8Array, path: string): Map<string, NumberTensor> {
  try {
    const entries = storedFiles(file);
    const pickle = [...entries].find(([name]) => name === "data.pkl" || name.endsWith("/data.pkl"));
    if (pickle === undefined) throw new Refused("no data.pkl");
    const folder = pickle[0].slice(0, -"data.pkl".length);
    const dictionary = new Unpickler(pickle[1]).run();
    if (!(dictionary instanceof Map)) throw new Refused("no dictionary");
    const tensors = new Map<string, NumberTensor>();
    for (const [name, value] of dictionary) {
      if (!(value instanceof TensorView) || typeof name !== "string")
        throw new Refused("something but tensors");
      const bytes = entries.get(`${folder}data/${value.storage.key}`);
      if (bytes === undefined) throw new Refused(`no numbers for ${name}`);
      const all = numbersOf(bytes, value.storage.type, path);
      const count = value.shape.reduce((product, size) => product * size, 1);
      const values = all.slice(value.offset, value.offset + count);
      if (values.length !== count || !isContiguous(value)) throw new Refused(`no whole tensor ${name}`);
      tensors.set(name, { values, shape: value.shape });
    }
    return tensors;
  } catch (error) {
    if (!(error instanceof Refused) && !(error instanceof RangeError)) throw error;
    throw fail(
      "MODEL_INVALID",
      `${path} is not a PyTorch file of plain tensors (${error.message}); fetch it again`,
    );
  }
}

class Refused extends Error {}

interface Storage {
  readonly key: string;
  /** As safetensors names it. */
  readonly type: string;
}

class TensorView {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: Storage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

function isContiguous({ shape, strides }: TensorView): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis]! > 1 && strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return strides.length === shape.length;
}

/** The files of a zip that are stored as they are, by name, from its central directory (PKWARE APPNOTE 4.3). */
function storedFiles(file: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let end = file.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new Refused("no zip");
  const files = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Refused("a damaged zip");
    if (view.getUint16(at + 10, true) !== 0) throw new Refused("a packed zip");
    const size = view.getUint32(at + 20, true);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      view.getUint16(at + field, true),
    );
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(file.subarray(at + 46, at + 46 + nameLength!));
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (from + size > file.length) throw new Refused("a cut zip");
    files.set(name, file.subarray(from, from + size));
    at += 46 + nameLength! + extraLength! + commentLength!;
  }
  return files;
}

const MARK = Symbol("mark");
const STORAGES: Readonly<Record<string, string>> = {
  "torch.FloatStorage": "F32",
  "torch.HalfStorage": "F16",
  "torch.BFloat16Storage": "BF16",
};
const DICTIONARY = "collections.OrderedDict";
const TENSOR = "torch._utils._rebuild_tensor_v2";

class GlobalName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** The part of pickle's protocol 2 that a dictionary of tensors is written with (Python's pickletools). */
class Unpickler {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #stack: unknown[] = [];
  readonly #memo = new Map<number, unknown>();
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): unknown {
    for (;;) {
      const code = this.#byte();
      if (code === 0x2e) return this.#stack.pop();
      this.#step(code);
    }
  }

  #step(code: number): void {
    const stack = this.#stack;
    switch (String.fromCharCode(code)) {
      case "\x80":
        this.#byte();
        break;
      case "c":
        stack.push(new GlobalName(`${this.#line()}.${this.#line()}`));
        break;
      case "(":
        stack.push(MARK);
        break;
      case ")":
        stack.push([]);
        break;
      case "}":
        stack.push(new Map());
        break;
      case "t":
        stack.push(this.#sinceMark());
        break;
      case "\x85":
        stack.push(stack.splice(-1));
        break;
      case "\x86":
        stack.push(stack.splice(-2));
        break;
      case "\x87":
        stack.push(stack.splice(-3));
        break;
      case "K":
        stack.push(this.#byte());
        break;
      case "M":
        stack.push(this.#byte() | (this.#byte() << 8));
        break;
      case "J":
        stack.push(this.#view.getInt32(this.#advance(4), true));
        break;
      case "\x88":
        stack.push(true);
        break;
      case "\x89":
        stack.push(false);
        break;
      case "N":
        stack.push(null);
        break;
      case "X":
        stack.push(this.#text(this.#view.getUint32(this.#advance(4), true)));
        break;
      case "q":
        this.#memo.set(this.#byte(), stack.at(-1));
        break;
      case "r":
        this.#memo.set(this.#view.getUint32(this.#advance(4), true), stack.at(-1));
        break;
      case "h":
        stack.push(this.#memo.get(this.#byte()));
        break;
      case "j":
        stack.push(this.#memo.get(this.#view.getUint32(this.#advance(4), true)));
        break;
      case "Q":
        stack.push(storageOf(stack.pop()));
        break;
      case "R":
        stack.push(called(...(stack.splice(-2) as [unknown, unknown])));
        break;
      case "s":
        setItems(stack.at(-3), stack.splice(-2));
        break;
      case "u": {
        const items = this.#sinceMark();
        setItems(stack.at(-1), items);
        break;
      }
      case "b":
        // The dictionary's `_metadata`, which says nothing of its numbers.
        stack.pop();
        break;
      default:
        throw new Refused(`the pickle's step 0x${code.toString(16)}`);
    }
  }

  #sinceMark(): unknown[] {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark < 0) throw new Refused("a damaged pickle");
    const items = this.#stack.splice(mark);
    return items.slice(1);
  }

  #advance(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }

  #byte(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  #text(length: number): string {
    if (this.#at + length > this.#bytes.length) throw new Refused("a cut pickle");
    const at = this.#advance(length);
    return new TextDecoder().decode(this.#bytes.subarray(at, at + length));
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw new Refused("a cut pickle");
    const line = this.#text(end - this.#at);
    this.#at++;
    return line;
  }
}

function storageOf(id: unknown): Storage {
  const [kind, type, key] = Array.isArray(id) ? (id as unknown[]) : [];
  const name = type instanceof GlobalName ? STORAGES[type.name] : undefined;
  if (kind !== "storage" || name === undefined || typeof key !== "string")
    throw new Refused("unknown numbers");
  return { key, type: name };
}

function called(callable: unknown, given: unknown): unknown {
  const name = callable instanceof GlobalName ? callable.name : "";
  const values = Array.isArray(given) ? (given as unknown[]) : [];
  if (name === DICTIONARY && values.length === 0) return new Map();
  const [storage, offset, shape, strides] = values;
  if (name === TENSOR && isStorage(storage) && isWhole(offset) && isWholes(shape) && isWholes(strides)) {
    return new TensorView(storage, offset, shape, strides);
  }
  throw new Refused(`a call of ${name || "something unnamed"}`);
}

function setItems(dictionary: unknown, items: readonly unknown[]): void {
  if (!(dictionary instanceof Map)) throw new Refused("items without a dictionary");
  for (let i = 0; i + 1 < items.length; i += 2) dictionary.set(items[i], items[i + 1]);
}

function isStorage(value: unknown): value is Storage {
  return typeof value === "object" && value !== null && "key" in value && "type" in value;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isWholes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isWhole);
}
