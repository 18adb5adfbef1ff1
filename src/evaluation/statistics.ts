/** A mean with the bounds of its confidence interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of the values and the central 95% of the means of `rounds` resamples
 * (percentile bootstrap; Efron & Tibshirani 1993, chapter 13). NaN for no values.
 */
export function bootstrapMean(values: readonly number[], random: () => number, rounds = 2000): Interval {
  const mean = average(values);
  if (values.length === 0) return { mean, low: mean, high: mean };
  const means = Array.from({ length: rounds }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)]!;
    return sum / values.length;
  }).sort((a, b) => a - b);
  return { mean, low: quantile(means, 0.025), high: quantile(means, 0.975) };
}

/**
 * How often a difference at least as large as the one between two systems on the same queries would come about if
 * it did not matter which of them gave which answer: the two-sided paired randomisation test, p in (0, 1]
 * (Smucker, Allan & Carterette 2007, doi 10.1145/1321440.1321528). Values pair by position.
 */
export function pairedRandomisationTest(
  a: readonly number[],
  b: readonly number[],
  random: () => number,
  rounds = 10_000,
): number {
  const differences = a.map((value, i) => value - b[i]!);
  const observed = Math.abs(average(differences));
  if (differences.length === 0) return 1;
  let asLarge = 0;
  for (let round = 0; round < rounds; round++) {
    let sum = 0;
    for (const difference of differences) sum += random() < 0.5 ? difference : -difference;
    // The observed sum itself must count as at least as large, whatever the order it was added in.
    if (Math.abs(sum / differences.length) >= observed - 1e-12) asLarge++;
  }
  return (asLarge + 1) / (rounds + 1);
}

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.ceil(at);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (at - below);
}
