/** How many segments a query may have to look at, but for those too large to merge: more are merged after every
 * write. */
export const MAX_SEGMENTS = 8;
/** A segment with a greater share of deleted rows is written anew. */
const MAX_DELETED = 0.4;

/** No merge makes a larger segment: parts of one must stay below 4 GiB. */
const MAX_ROWS = 1 << 20;

export interface SegmentSize {
  readonly rows: number;
  readonly live: number;
}

/**
 * Which segments to merge into one now (their positions, ascending), none where all is well. Merges the
 * smallest ones, up to the first that is more than twice as large as all smaller ones together: so a row is
 * copied only into a segment at least half as large again, about log₁.₅(n) times in its life, and sizes grow
 * by threes, which bounds their number. (The logarithmic method of Bentley and Saxe, 1980, as in Lucene's
 * tiered merging.) Segments that are mostly deleted join in, and empty ones always go.
 */
export function segmentsToMerge(sizes: readonly SegmentSize[]): number[] {
  const wasteful = new Set<number>();
  for (const [i, { rows, live }] of sizes.entries()) if (rows - live > rows * MAX_DELETED) wasteful.add(i);
  const ascending = [...sizes.keys()].sort((a, b) => sizes[a]!.live - sizes[b]!.live || a - b);
  let sum = sizes[ascending[0]!]?.live ?? 0;
  let taken = 1;
  for (let k = 1; k < ascending.length; k++) {
    const { live } = sizes[ascending[k]!]!;
    const excess = ascending.length - k >= MAX_SEGMENTS;
    if ((live > 2 * sum && !excess) || sum + live > MAX_ROWS) break;
    sum += live;
    taken = k + 1;
  }
  // Two or three small segments are cheaper to search than to merge at every write.
  const merged = taken > 1 && ascending.length > MAX_SEGMENTS / 2 ? ascending.slice(0, taken) : [];
  return [...new Set([...merged, ...wasteful])].sort((a, b) => a - b);
}
