/** What a segment's parts are made of: flat numbers, as they lie in memory and in files (little-endian). */
export type TypedArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** The arrays of one part of a segment by name: what it writes into files and is read back from. */
export type NamedArrays = ReadonlyMap<string, TypedArray>;

const KINDS = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float32Array, Float64Array } as const;
type Kind = keyof typeof KINDS;

const ALIGNMENT = 8;

/** A typed array over memory that threads share, of the length and kind of the given one. */
export function sharedUint32(length: number): Uint32Array<SharedArrayBuffer> {
  return new Uint32Array(new SharedArrayBuffer(length * Uint32Array.BYTES_PER_ELEMENT));
}

export function sharedFloat32(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}

/** Whole numbers from 0 in the narrowest array that holds `largest`. */
export function narrowArray(length: number, largest: number): Uint8Array | Uint16Array | Uint32Array {
  if (largest <= 0xff) return new Uint8Array(length);
  return largest <= 0xffff ? new Uint16Array(length) : new Uint32Array(length);
}

/**
 * Named arrays as one run of bytes: the length of a JSON table (u32), the table `[name, kind, length]`, then the
 * arrays, each on a multiple of 8 bytes.
 */
export function packArrays(arrays: NamedArrays): Uint8Array[] {
  const table = [...arrays].map(([name, array]) => [name, kindOf(array), array.length]);
  const json = Buffer.from(JSON.stringify(table));
  const header = Buffer.alloc(aligned(4 + json.length));
  header.writeUInt32LE(json.length);
  json.copy(header, 4);
  const chunks: Uint8Array[] = [header];
  for (const array of arrays.values()) {
    chunks.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    const padding = aligned(array.byteLength) - array.byteLength;
    if (padding > 0) chunks.push(new Uint8Array(padding));
  }
  return chunks;
}

/**
 * Views over what `packArrays` gave, in place; the bytes must lie on a multiple of 8 in their buffer.
 * Throws a RangeError where table and length disagree.
 */
export function unpackArrays(bytes: Uint8Array): Map<string, TypedArray> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  if (4 + length > bytes.length) throw new RangeError("the table of arrays is longer than the file");
  const table: unknown = JSON.parse(Buffer.from(bytes.subarray(4, 4 + length)).toString());
  const arrays = new Map<string, TypedArray>();
  let position = aligned(4 + length);
  for (const [name, kind, count] of table as [string, Kind, number][]) {
    if (!Object.hasOwn(KINDS, kind)) throw new RangeError(`an array of kind ${kind}`);
    const size = KINDS[kind].BYTES_PER_ELEMENT * count;
    if (!(size >= 0) || position + size > bytes.length) throw new RangeError(`${name} ends past the file`);
    arrays.set(name, new KINDS[kind](bytes.buffer as ArrayBuffer, bytes.byteOffset + position, count));
    position = aligned(position + size);
  }
  if (position !== bytes.length) throw new RangeError("the file is longer than its arrays");
  return arrays;
}

/** The array of a name and kind; throws a RangeError where it is missing or of another kind. */
export function arrayNamed<K extends Kind>(
  arrays: NamedArrays,
  name: string,
  kind: K,
): InstanceType<(typeof KINDS)[K]> {
  const array = arrays.get(name);
  if (array === undefined || kindOf(array) !== kind) throw new RangeError(`no ${kind} is named ${name}`);
  return array as InstanceType<(typeof KINDS)[K]>;
}

function kindOf(array: TypedArray): Kind {
  // A Buffer is bytes under another name.
  return array instanceof Uint8Array ? "Uint8Array" : (array.constructor.name as Kind);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
