/**
 * The known name closest to a mistyped one by edit distance, or undefined when none is close: more than a
 * third of the longer name would have to change. A name that begins with the other counts as one change.
 * Case is ignored. Used in error messages only.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  // A hostile name may be megabytes long; no known name is.
  if (name.length > 64) return undefined;
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const [given, wanted] = [name.toLowerCase(), candidate.toLowerCase()];
    const begins = given.length >= 3 && (given.startsWith(wanted) || wanted.startsWith(given));
    const distance = begins && given !== wanted ? 1 : editDistance(given, wanted);
    if (distance < bestDistance && distance <= Math.max(name.length, candidate.length) / 3) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * The least number of insertions, deletions, substitutions and swaps of neighbours that turn one string into
 * the other (optimal string alignment, after Damerau, doi 10.1145/363958.363994), in UTF-16 code units.
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(previous[j]! + 1, row[j - 1]! + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
      }
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
