import { crc32 } from "node:zlib";
import { fail } from "../errors.ts";

/** What a name is of its entry. */
export const NAME_KINDS = ["title", "english", "japanese", "synonym"] as const;
/** Set in the kind of a name that the entry spells another way: with a season in words, or with an `&`. */
export const RESPELT = 8;

/** The arrays of a segment by name, with their types: what is stored, in this order. */
const ARRAYS = {
  /** People who know an entry, the most first: entries are numbered in this order. */
  audience: Float64Array,
  /** 1 for an adult entry. */
  adult: Uint8Array,
  /** Ids of the entries, UTF-8, each followed by a line feed. */
  ids: Uint8Array,
  /** The entry of a name; names are numbered in the order of their entries. */
  nameEntry: Uint32Array,
  nameKind: Uint8Array,
  /** Where the text of each name starts in `text`, and its end. */
  textOffsets: Uint32Array,
  /** The names as written, UTF-8. */
  text: Uint8Array,
  /** Where the letters of each name start in `letters`, and their end. */
  letterOffsets: Uint32Array,
  /** The names folded: see `joinWords`. */
  letters: Uint16Array,
  /** One bit a letter: whether a word starts there. */
  wordStarts: Uint8Array,
  /** Letters grams of a name. */
  gramCounts: Uint16Array,
  /** Which letters a name has: see `letterSet`. */
  letterSets: Uint32Array,
  /** Names in the order of the number of their letters. */
  namesByLength: Uint32Array,
  /** Names in the order of their letters. */
  sortedNames: Uint32Array,
  /** Words that are not the first of their name, in the order of the letters from there on: name and place. */
  innerNames: Uint32Array,
  innerPlaces: Uint8Array,
  /** Hashes of grams, ascending; where the names of each start in `gramNames`, and the end; names ascending. */
  gramKeys: Uint32Array,
  gramOffsets: Uint32Array,
  gramNames: Uint32Array,
  /** Hashes of initials, ascending, and the name of each. */
  initialKeys: Uint32Array,
  initialNames: Uint32Array,
} as const;

type ArrayOf<Type> = Type extends typeof Float64Array
  ? Float64Array
  : Type extends typeof Uint32Array
    ? Uint32Array
    : Type extends typeof Uint16Array
      ? Uint16Array
      : Uint8Array;

export type SegmentArrays = { readonly [Name in keyof typeof ARRAYS]: ArrayOf<(typeof ARRAYS)[Name]> };

const NAMES = Object.keys(ARRAYS) as (keyof typeof ARRAYS)[];
/** Changes with the arrays, the folding of names, the grams and their hashes. */
const VERSION = 4;
const MAGIC = 0x4c54_544b;
const HEADER = 16;

/**
 * The arrays as one blob of little-endian numbers: a mark, the version, the CRC-32 of all that follows, 0; the length
 * of each array in bytes; then the arrays, each at a multiple of 8.
 */
export function segmentToBytes(arrays: SegmentArrays): Uint8Array {
  const table = HEADER + aligned(NAMES.length * 4);
  const lengths = NAMES.map((name) => arrays[name].byteLength);
  const total = lengths.reduce((sum, length) => sum + aligned(length), table);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let at = table;
  NAMES.forEach((name, i) => {
    const { buffer, byteOffset, byteLength } = arrays[name];
    view.setUint32(HEADER + i * 4, byteLength, true);
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  });
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, crc32(bytes.subarray(HEADER)), true);
  return bytes;
}

/**
 * The arrays as views of the blob, which must not change after. Throws INDEX_DAMAGED for a wrong checksum or length
 * and INDEX_VERSION_UNSUPPORTED for another version.
 */
export function segmentFromBytes(given: Uint8Array): SegmentArrays {
  // Views of wider numbers need an aligned start.
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const table = HEADER + aligned(NAMES.length * 4);
  if (bytes.length < HEADER || view.getUint32(0, true) !== MAGIC) throw damaged("it is none");
  const version = view.getUint32(4, true);
  if (version !== VERSION) {
    const detail = `the titles have version ${version}, this program reads ${VERSION}; \`kotodama reindex\` builds them anew`;
    throw fail("INDEX_VERSION_UNSUPPORTED", detail);
  }
  if (bytes.length < table || crc32(bytes.subarray(HEADER)) !== view.getUint32(8, true)) {
    throw damaged("it does not match its checksum");
  }
  let at = table;
  const read = NAMES.map((name, i) => {
    const length = view.getUint32(HEADER + i * 4, true);
    const type = ARRAYS[name];
    if (at + length > bytes.length || length % type.BYTES_PER_ELEMENT !== 0) {
      throw damaged("it ends too early");
    }
    const array = new type(
      bytes.buffer as ArrayBuffer,
      bytes.byteOffset + at,
      length / type.BYTES_PER_ELEMENT,
    );
    at += aligned(length);
    return [name, array] as const;
  });
  return Object.fromEntries(read) as unknown as SegmentArrays;
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function damaged(what: string) {
  return fail("INDEX_DAMAGED", `the index of titles cannot be read: ${what}; build the index anew`);
}
