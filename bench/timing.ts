/** Times of single calls, in ms. */
export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** The value at or below which the share `at` of the sorted values lies (nearest rank); NaN of none. */
export function quantile(sorted: ArrayLike<number>, at: number): number {
  return sorted[Math.max(0, Math.ceil(at * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

export function timesOf(durations: readonly number[]): Times {
  const sorted = Float64Array.from(durations).sort();
  return {
    count: sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
  };
}

/** `count` calls with `width` of them in flight: how long each took and all together, in ms. */
export async function inFlight(
  count: number,
  width: number,
  call: (i: number) => Promise<unknown>,
): Promise<{ durations: number[]; elapsed: number }> {
  const durations: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: Math.min(width, count) }, async () => {
      while (next < count) {
        const i = next++;
        const from = performance.now();
        await call(i);
        durations.push(performance.now() - from);
      }
    }),
  );
  return { durations, elapsed: performance.now() - began };
}
