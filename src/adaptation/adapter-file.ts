import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { fail } from "../errors.ts";
import { sameIdentity, type TextEmbedderIdentity } from "../text-embedder/port.ts";
import type { LowRank } from "./low-rank.ts";

/** What is kept of an adapter beside its numbers. */
export interface AdapterNote {
  /** The embedder whose queries it corrects; it is of no use to another. */
  readonly embedder: TextEmbedderIdentity;
  readonly made_at: string;
  readonly pairs: number;
  readonly held_out: number;
  readonly mrr_before: number;
  readonly mrr_after: number;
}

export interface SavedAdapter {
  readonly note: AdapterNote;
  readonly map: LowRank;
}

/** Where the adapter of an embedder is kept: one for each, so that changing the model and back loses none. */
export function adapterPath(dataDir: string, embedder: TextEmbedderIdentity): string {
  const { provider, model, revision, dimension, pooling } = embedder;
  const key = JSON.stringify([provider, model, revision, dimension, pooling]);
  return join(dataDir, "adapters", `${createHash("sha256").update(key).digest("hex").slice(0, 16)}.adapter`);
}

/** A line of JSON, then V and U as little-endian float32, then a CRC-32 of all that. Written beside, then put in place. */
export function writeAdapter(path: string, { note, map }: SavedAdapter): void {
  const { dimension, rank, down, up } = map;
  const head = Buffer.from(`${JSON.stringify({ format: FORMAT, dimension, rank, note })}\n`);
  const body = Buffer.alloc(4 * (down.length + up.length) + 4);
  for (const [i, value] of [...down, ...up].entries()) body.writeFloatLE(value, 4 * i);
  const all = Buffer.concat([head, body]);
  all.writeUInt32LE(crc32(all.subarray(0, -4)), all.length - 4);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, all, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Null where there is none. Throws ADAPTER_INVALID for a damaged file or one of another embedder. */
export function readAdapter(path: string, embedder: TextEmbedderIdentity): SavedAdapter | null {
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  const end = bytes.indexOf(10);
  const head = end < 0 ? undefined : headOf(bytes.subarray(0, end).toString("utf8"));
  if (head === undefined || bytes.readUInt32LE(bytes.length - 4) !== crc32(bytes.subarray(0, -4))) {
    throw invalid(path, "is damaged");
  }
  const { dimension, rank, note } = head;
  const size = dimension * rank;
  if (bytes.length !== end + 1 + 8 * size + 4) throw invalid(path, "is damaged");
  if (!sameIdentity(note.embedder, embedder)) throw invalid(path, "is of another embedder");
  const floats = Float32Array.from({ length: 2 * size }, (_, i) => bytes.readFloatLE(end + 1 + 4 * i));
  return { note, map: { dimension, rank, down: floats.slice(0, size), up: floats.slice(size) } };
}

/** True where there was one. */
export function removeAdapter(path: string): boolean {
  const was = existsSync(path);
  rmSync(path, { force: true });
  return was;
}

const FORMAT = 1;

interface Head {
  readonly dimension: number;
  readonly rank: number;
  readonly note: AdapterNote;
}

function headOf(line: string): Head | undefined {
  try {
    const { format, dimension, rank, note } = JSON.parse(line) as Head & { format: unknown };
    const isSize = (value: unknown) => Number.isInteger(value) && (value as number) > 0;
    return format === FORMAT && isSize(dimension) && isSize(rank) && typeof note?.embedder === "object"
      ? { dimension, rank, note }
      : undefined;
  } catch {
    return undefined;
  }
}

function invalid(path: string, what: string) {
  return fail(
    "ADAPTER_INVALID",
    `the adapter ${path} ${what}; \`kotodama adapt --remove\` takes it away, \`kotodama adapt --pairs FILE\` makes another`,
  );
}
