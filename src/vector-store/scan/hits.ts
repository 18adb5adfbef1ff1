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
  const found: number[] = [];
  const foundScores: number[] = [];
  for (let from = 0; from < codes.length && found.length < k; ) {
    const score = scores[from] as number;
    const tied: number[] = [];
    for (; from < codes.length && scores[from] === score; from++) {
      const code = codes[from] as number;
      const end = of.starts[code + 1] as number;
      for (let at = of.starts[code] as number, taken = 0; at < end && taken < k; at++) {
        const row = of.rows[at] as number;
        if (filter && !(((filter[row >> 5] as number) >>> (row & 31)) & 1)) continue;
        tied.push(row);
        taken++;
      }
    }
    tied.sort((a, b) => a - b);
    for (const row of tied) {
      if (found.length === k) break;
      found.push(row);
      foundScores.push(score);
    }
  }
  return { rows: Uint32Array.from(found), scores: Float32Array.from(foundScores) };
}
