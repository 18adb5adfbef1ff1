/**
 * The text embedder that needs no download. A text's vector is the sum of its tokens' vectors, one that occurs n times
 * counting √n (a word said ten times is not ten times the subject), turned to unit length; then the centre, the mean of
 * many texts' vectors, is taken off, since what all texts share tells none from another, and it is of unit length again.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fail } from "../../errors.ts";
import type { TextEmbedder, TextEmbedderIdentity, TextEmbedderStatus, TextKind } from "../port.ts";
import { decodeEmbedderFile, type EmbedderTable } from "./embedder-file.ts";
import { WordPieceTokenizer } from "./tokenizer.ts";

/** The file that the repository brings. */
export const BUILTIN_EMBEDDER_PATH = fileURLToPath(new URL("./embedder.bin", import.meta.url));

const MAX_BATCH = 1_024;

export class BuiltinTextEmbedder implements TextEmbedder {
  readonly identity: TextEmbedderIdentity;
  readonly maxBatch = MAX_BATCH;

  private readonly tokenizer: WordPieceTokenizer;
  private readonly table: Int8Array;
  /** Per token: the scale of its int8 row. */
  private readonly scales: Float32Array;
  private readonly centre: Float32Array;
  private readonly sum: Float64Array;
  /** Per token, how often it occurs in the present text; all zero between texts. */
  private readonly counts: Int32Array;
  /** The tokens whose count is not zero, in order of first occurrence. */
  private readonly seen: Int32Array;
  private seenCount = 0;
  /** Beside `seen`: how much of the token's int8 row goes into the sum. */
  private readonly amounts: Float64Array;

  constructor(table: EmbedderTable) {
    this.identity = table.identity;
    this.tokenizer = new WordPieceTokenizer(table.vocabulary);
    this.table = table.table;
    this.scales = table.scales;
    this.centre = table.centre;
    this.sum = new Float64Array(table.identity.dimension);
    this.counts = new Int32Array(table.vocabulary.length);
    // Room for the last group of four, whose missing tokens count nothing.
    this.seen = new Int32Array(table.vocabulary.length + 3);
    this.amounts = new Float64Array(table.vocabulary.length + 3);
  }

  /**
   * Writes the text's vector, of unit length, into `out` (its length is the dimension); zeros where the text
   * has no known token. All of the text is used, whatever its length. Synchronous, for hot paths.
   */
  embedInto(text: string, out: Float32Array): void {
    this.tokenizer.forEachToken(text, this.count);
    this.addUp();
    const { sum, centre } = this;
    if (toUnitLength(sum)) {
      for (let d = 0; d < sum.length; d++) sum[d]! -= centre[d]!;
      toUnitLength(sum);
    }
    out.set(sum);
  }

  async embed(texts: readonly string[], _kind: TextKind): Promise<Float32Array> {
    if (texts.length > MAX_BATCH) {
      throw fail("REQUEST_INVALID", `${texts.length} texts in one batch; at most ${MAX_BATCH} are taken`);
    }
    const { dimension } = this.identity;
    const rows = new Float32Array(texts.length * dimension);
    for (let i = 0; i < texts.length; i++) {
      this.embedInto(texts[i]!, rows.subarray(i * dimension, (i + 1) * dimension));
    }
    return rows;
  }

  status(): TextEmbedderStatus {
    return { state: "ready" };
  }

  async close(): Promise<void> {}

  private readonly count = (token: number): void => {
    if (token < 0) return;
    if (this.counts[token]!++ === 0) this.seen[this.seenCount++] = token;
  };

  /** Sums the rows of the tokens seen, four at a time: each pass over the sum costs a load and a store. */
  private addUp(): void {
    const { table, scales, counts, seen, amounts, sum, seenCount } = this;
    const dimension = sum.length;
    for (let i = 0; i < seenCount; i++) {
      const token = seen[i]!;
      amounts[i] = scales[token]! * Math.sqrt(counts[token]!);
      counts[token] = 0;
    }
    for (let i = seenCount; i % 4 !== 0; i++) amounts[i] = 0;
    sum.fill(0);
    for (let i = 0; i < seenCount; i += 4) {
      const [a, b, c, d] = [amounts[i]!, amounts[i + 1]!, amounts[i + 2]!, amounts[i + 3]!];
      const rowA = seen[i]! * dimension;
      const rowB = seen[i + 1]! * dimension;
      const rowC = seen[i + 2]! * dimension;
      const rowD = seen[i + 3]! * dimension;
      for (let k = 0; k < dimension; k++) {
        sum[k]! += a * table[rowA + k]! + b * table[rowB + k]! + c * table[rowC + k]! + d * table[rowD + k]!;
      }
    }
    this.seenCount = 0;
  }
}

/** A vector whose square is below this is what rounding leaves of zero. */
const NOTHING = 1e-12;

/** Brings the vector to unit length, in place; makes it zero and says false where there is nothing to it. */
function toUnitLength(vector: Float64Array): boolean {
  let squares = 0;
  for (let d = 0; d < vector.length; d++) squares += vector[d]! * vector[d]!;
  if (squares < NOTHING) {
    vector.fill(0);
    return false;
  }
  const factor = 1 / Math.sqrt(squares);
  for (let d = 0; d < vector.length; d++) vector[d]! *= factor;
  return true;
}

/** Reads the embedder's file (about 8 MB) at once. Throws EMBEDDER_FILE_INVALID where it is missing or damaged. */
export function loadBuiltinTextEmbedder(path: string = BUILTIN_EMBEDDER_PATH): BuiltinTextEmbedder {
  let file: Uint8Array;
  try {
    file = readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw fail(
      "EMBEDDER_FILE_INVALID",
      `the embedder file ${path} cannot be read (${code}); restore it from the repository or make it again with training/distil.ts`,
      { cause },
    );
  }
  return new BuiltinTextEmbedder(decodeEmbedderFile(file, path));
}
