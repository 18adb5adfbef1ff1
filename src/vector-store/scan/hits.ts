/** Rows best first, ties by row, with their scores. */
export interface Hits {
  readonly rows: Uint32Array;
  readonly scores: Float32Array;
}

/**
 * From the best codes to the k best rows: each code stands for all its rows (`rows[starts[code] .. starts[code + 1])`)
 * that the filter keeps, and equal scores go by row.
 */
export function rowsOfCodes(
  { rows: codes, scores }: Hits,
  k: number,
  of: { readonly starts: Uint32Array; readonly rows: Uint32Array },
  filter: Uint32Array | null,
): Hits {
  const found = new Uint32Array(k);
  const foundScores = new Float32Array(k);
  let length = 0;
  for (let from = 0; from < codes.length && length < k; ) {
    const score = scores[from] as number;
    const first = length;
    // Of equal codes the lowest rows: all their rows, in order, are cut at k at the end.
    let tied: number[] | null = null;
    for (; from < codes.length && scores[from] === score; from++) {
      const code = codes[from] as number;
      const end = of.starts[code + 1] as number;
      for (let at = of.starts[code] as number, taken = 0; at < end && taken < k; at++) {
        const row = of.rows[at] as number;
        if (filter && !(((filter[row >> 5] as number) >>> (row & 31)) & 1)) continue;
        taken++;
        if (tied !== null) tied.push(row);
        else if (length === first) found[length++] = row;
        else tied = [found[first] as number, row];
      }
    }
    if (tied !== null) {
      tied.sort((a, b) => a - b);
      length = first;
      for (let i = 0; i < tied.length && length < k; i++) found[length++] = tied[i] as number;
    }
    // Not `fill`: a call for every code takes longer than all the rest.
    for (let i = first; i < length; i++) foundScores[i] = score;
  }
  // Part of a short array is dear: that gets memory of its own only when a view of it is taken.
  if (length === k) return { rows: found, scores: foundScores };
  return { rows: found.subarray(0, length), scores: foundScores.subarray(0, length) };
}
