import { type FusionLeg, fuse } from "../../src/search/fuse.ts";
import { FUSED_LIMIT, type Ranking } from "./port.ts";

const RRF = { method: "rrf", k: 60 } as const;

/** The best rows of several rankings by reciprocal rank fusion, with the service's own function. */
export function fuseRows(rankings: Ranking): number[] {
  const place = new Map<number, number>();
  for (const rows of rankings) {
    for (let i = 0; i < rows.length; i++) if (!place.has(rows[i]!)) place.set(rows[i]!, place.size);
  }
  const legs = rankings.map((rows): FusionLeg => {
    const scores = new Float32Array(place.size).fill(Number.NaN);
    for (let i = 0; i < rows.length; i++) scores[place.get(rows[i]!)!] = rows.length - i;
    return { scores, weight: 1 };
  });
  return best([...place.keys()], fuse(legs, place.size, RRF));
}

/** The same, where every leg's score of every candidate is known. */
export function fuseScores(rows: readonly number[], scores: readonly ArrayLike<number>[]): number[] {
  return best(
    rows,
    fuse(
      scores.map((leg) => ({ scores: leg, weight: 1 })),
      rows.length,
      RRF,
    ),
  );
}

function best(rows: readonly number[], fused: Float64Array): number[] {
  const order = Array.from(rows.keys()).sort((a, b) => fused[b]! - fused[a]! || rows[a]! - rows[b]!);
  return order.slice(0, FUSED_LIMIT).map((i) => rows[i]!);
}
