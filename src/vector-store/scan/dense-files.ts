import type { DenseSpace } from "../port.ts";
import { DenseCodes, type DenseSections } from "./dense-codes.ts";
import type { DenseHeader } from "./dense-layout.ts";
import { asBytes } from "./ids.ts";
import { paddedDimension } from "./rotation.ts";
import type { SegmentReader } from "./segment-files.ts";

const HEADER_WORDS = 4;

/**
 * The codes of one space as a file: `[dimension, rows, vectors, distinct: u32]`, then the sections that are
 * there, one after another: codes, scales, norms, starts, rows (see `DenseSections`), little-endian. The 1-bit
 * codes are derived when it is read.
 */
export function denseChunks(codes: DenseCodes): Uint8Array[] {
  const { dimension, rowCount, vectorCount, distinct } = codes.header;
  const header = Uint32Array.of(dimension, rowCount, vectorCount, distinct);
  return [header, ...present(codes.sections())].map(asBytes);
}

/** Reads a file of codes straight into the memory that is searched. Throws INDEX_DAMAGED. */
export async function readDense(
  reader: SegmentReader,
  name: string,
  { dimension, distance }: DenseSpace,
): Promise<DenseCodes> {
  const codes = await reader.readInOrder(name, async (fill, bytes) => {
    const words = new Uint32Array(HEADER_WORDS);
    await fill(asBytes(words));
    const [storedDimension, rowCount, vectorCount, distinct] = words as unknown as [
      number,
      number,
      number,
      number,
    ];
    const header: DenseHeader = { dimension, distance, rowCount, vectorCount, distinct };
    // Before memory is set aside: a damaged header could ask for any amount of it.
    if (
      storedDimension !== dimension ||
      rowCount !== reader.record.rows ||
      vectorCount > rowCount ||
      distinct > vectorCount ||
      bytes !== fileBytes(header)
    ) {
      throw reader.damaged(name, "its header contradicts its length or the manifest");
    }
    const made = DenseCodes.allocate(header);
    for (const section of present(made.sections())) await fill(asBytes(section));
    return made;
  });
  try {
    return codes.seal();
  } catch (cause) {
    throw reader.damaged(name, (cause as Error).message, cause);
  }
}

function present({ codes, scales, norms, starts, rows }: DenseSections): ArrayBufferView[] {
  return [codes, scales, norms, starts, rows].filter((section) => section !== null);
}

function fileBytes({ dimension, distance, rowCount, vectorCount, distinct }: DenseHeader): number {
  const perCode = paddedDimension(dimension) + 4 + (distance === "euclid" ? 4 : 0);
  const mapping = distinct === rowCount ? 0 : 4 * (distinct + 1 + vectorCount);
  return 4 * HEADER_WORDS + distinct * perCode + mapping;
}
