/**
 * The file of the builtin embedder, little-endian:
 *
 *     "KTDMEMBD"                       8 bytes
 *     format version                   u32
 *     length of the JSON header        u32
 *     crc32 of the JSON header         u32
 *     JSON header, UTF-8
 *     zeros up to a multiple of 64, where the sections begin; each starts at a multiple of 64
 *
 * The sections, whose places and crc32 stand in the header:
 *
 *     vocabulary   the tokens in UTF-8, one a line
 *     table        i8   [tokens × dimension], row-major: a token's vector in units of its scale
 *     scales       f32  [tokens]
 *     centre       f32  [dimension]: the mean of many texts' directions, which is taken off each
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { fail } from "../../errors.ts";
import type { TextEmbedderIdentity } from "../port.ts";

export const EMBEDDER_FORMAT_VERSION = 2;

const MAGIC = Buffer.from("KTDMEMBD", "latin1");
const PREAMBLE_BYTES = MAGIC.length + 12;
const ALIGNMENT = 64;
const SECTION_NAMES = ["vocabulary", "table", "scales", "centre"] as const;

type SectionName = (typeof SECTION_NAMES)[number];

interface Section {
  readonly name: SectionName;
  /** Bytes from the first section's start. */
  readonly offset: number;
  readonly bytes: number;
  readonly crc32: number;
}

interface Header {
  readonly identity: TextEmbedderIdentity;
  readonly tokens: number;
  readonly provenance: Provenance;
  readonly sections: readonly Section[];
}

/** Where a table came from: the teachers, their licences, the seed, the SHA-256 of the inputs, the recipe's numbers. */
export type Provenance = Readonly<Record<string, unknown>>;

export interface EmbedderTable {
  readonly identity: TextEmbedderIdentity;
  readonly provenance: Provenance;
  readonly vocabulary: readonly string[];
  /** [tokens × dimension], row-major. */
  readonly table: Int8Array;
  /** [tokens] */
  readonly scales: Float32Array;
  /** [dimension] */
  readonly centre: Float32Array;
}

/** The file's bytes; the identity's revision is made from the sections. */
export function encodeEmbedderFile(
  contents: Omit<EmbedderTable, "identity"> & { readonly identity: Omit<TextEmbedderIdentity, "revision"> },
): Buffer {
  const sections: Record<SectionName, Buffer> = {
    vocabulary: Buffer.from(contents.vocabulary.join("\n"), "utf8"),
    table: bytesOf(contents.table),
    scales: bytesOf(contents.scales),
    centre: bytesOf(contents.centre),
  };
  let offset = 0;
  const places = SECTION_NAMES.map((name): Section => {
    const bytes = sections[name].length;
    const place = { name, offset, bytes, crc32: crc32(sections[name]) };
    offset = aligned(offset + bytes);
    return place;
  });
  const { provider, model, dimension, pooling } = contents.identity;
  const revision = revisionOf(SECTION_NAMES.map((name) => sections[name]));
  const header: Header = {
    identity: { provider, model, revision, dimension, pooling },
    tokens: contents.vocabulary.length,
    provenance: contents.provenance,
    sections: places,
  };
  const json = Buffer.from(JSON.stringify(header), "utf8");
  const start = aligned(PREAMBLE_BYTES + json.length);
  const last = places.at(-1)!;
  const file = Buffer.alloc(start + last.offset + last.bytes);
  MAGIC.copy(file);
  file.writeUInt32LE(EMBEDDER_FORMAT_VERSION, 8);
  file.writeUInt32LE(json.length, 12);
  file.writeUInt32LE(crc32(json), 16);
  json.copy(file, PREAMBLE_BYTES);
  for (const place of places) sections[place.name].copy(file, start + place.offset);
  return file;
}

/**
 * Reads the file's bytes, without copying the table. Throws EMBEDDER_FILE_INVALID where the magic, the
 * version, a length or a checksum is wrong; `path` is for its message.
 */
export function decodeEmbedderFile(file: Uint8Array, path: string): EmbedderTable {
  const { header, start } = decodeHeader(file, path);
  const parts = {} as Record<SectionName, Uint8Array>;
  for (const name of SECTION_NAMES) {
    const place = header.sections.find((section) => section.name === name);
    if (place === undefined) throw invalid(path, `it has no section "${name}"`);
    const from = start + place.offset;
    if (from + place.bytes > file.length) {
      throw invalid(path, `it ends at byte ${file.length}, within its section "${name}"; it is truncated`);
    }
    const part = file.subarray(from, from + place.bytes);
    if (crc32(part) !== place.crc32) throw invalid(path, `its section "${name}" does not fit its checksum`);
    parts[name] = part;
  }
  const vocabulary = Buffer.from(
    parts.vocabulary.buffer,
    parts.vocabulary.byteOffset,
    parts.vocabulary.length,
  )
    .toString("utf8")
    .split("\n");
  const { tokens, identity } = header;
  const fits =
    vocabulary.length === tokens &&
    parts.table.length === tokens * identity.dimension &&
    parts.scales.length === tokens * 4 &&
    parts.centre.length === identity.dimension * 4;
  if (!fits)
    throw invalid(path, `its sections do not hold ${tokens} tokens of dimension ${identity.dimension}`);
  return {
    identity,
    provenance: header.provenance,
    vocabulary,
    table: new Int8Array(parts.table.buffer, parts.table.byteOffset, parts.table.length),
    scales: floatsOf(parts.scales),
    centre: floatsOf(parts.centre),
  };
}

/** The revision of a table: 16 hexadecimal digits of the SHA-256 over its sections. */
export function revisionOf(sections: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const section of sections) hash.update(section);
  return hash.digest("hex").slice(0, 16);
}

function decodeHeader(file: Uint8Array, path: string): { header: Header; start: number } {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw invalid(path, 'it does not begin with "KTDMEMBD", so it is no embedder file');
  }
  if (bytes.length < PREAMBLE_BYTES) throw invalid(path, "it ends before its header; it is truncated");
  const version = bytes.readUInt32LE(8);
  if (version !== EMBEDDER_FORMAT_VERSION) {
    throw invalid(path, `its format version is ${version}, this program reads ${EMBEDDER_FORMAT_VERSION}`);
  }
  const length = bytes.readUInt32LE(12);
  if (PREAMBLE_BYTES + length > bytes.length)
    throw invalid(path, "it ends within its header; it is truncated");
  const json = bytes.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + length);
  if (crc32(json) !== bytes.readUInt32LE(16)) throw invalid(path, "its header does not fit its checksum");
  return { header: JSON.parse(json.toString("utf8")) as Header, start: aligned(PREAMBLE_BYTES + length) };
}

function invalid(path: string, what: string) {
  return fail(
    "EMBEDDER_FILE_INVALID",
    `the embedder file ${path} cannot be used: ${what}; restore it from the repository or make it again with training/distil.ts`,
  );
}

function aligned(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}

/** A copy, since a view of floats would have to begin at a multiple of 4. */
function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function bytesOf(values: Int8Array | Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
