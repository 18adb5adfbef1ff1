/** What coherence knows of an anime. */
export interface Described {
  /** Its genres, themes, demographics and tags, each once and in small letters, with their weights. */
  readonly features: ReadonlyMap<string, number>;
  readonly franchise: string | null;
}

/**
 * How much the results of one list are of a kind, 0..1: the mean similarity of all pairs. Of two works of one
 * franchise it is 1, else the cosine of their features (`featureWeight`); a work without features is like nothing.
 * A list of less than two results cannot be at odds with itself: 1. Says nothing of whether the results are right.
 */
export function coherence(results: readonly Described[]): number {
  const n = results.length;
  if (n < 2) return 1;
  let sum = 0;
  for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) sum += similarity(results[i]!, results[j]!);
  return sum / ((n * (n - 1)) / 2);
}

/**
 * ln(all / having): what a feature says that `having` of `all` anime share, 0 where all do
 * (inverse document frequency; Spärck Jones 1972, doi 10.1108/eb026526).
 */
export function featureWeight(having: number, all: number): number {
  return Math.log(all / Math.max(1, Math.min(having, all)));
}

function similarity(a: Described, b: Described): number {
  if (a.franchise !== null && a.franchise === b.franchise) return 1;
  let shared = 0;
  for (const [feature, weight] of a.features) if (b.features.has(feature)) shared += weight * weight;
  return shared === 0 ? 0 : Math.min(1, shared / (length(a) * length(b)));
}

function length({ features }: Described): number {
  let squares = 0;
  for (const weight of features.values()) squares += weight * weight;
  return Math.sqrt(squares);
}
