import { type Evaluation, figures, type Outcome } from "./evaluate.ts";
import type { Kind } from "./gold.ts";
import { MEASURES, type Measured } from "./measure.ts";

/** Outcomes and evaluations for tests; measures that are not named are 0. */
export function outcome(
  id: string,
  kind: Kind,
  measured: Partial<Measured>,
  more: Partial<Outcome> = {},
): Outcome {
  const none = Object.fromEntries(MEASURES.map((name) => [name, 0])) as Measured;
  return {
    id,
    kind,
    query: `query ${id}`,
    half: "test",
    measured: { ...none, ...measured },
    results: [],
    took_ms: 1,
    ...more,
  };
}

export function evaluationOf(outcomes: readonly Outcome[], more: Partial<Evaluation> = {}): Evaluation {
  return {
    catalogue: { anime: 500, generation: "anime@000001", full: false, chance_coherence: 0.05 },
    half: "test",
    skipped: 0,
    ...figures(outcomes),
    outcomes,
    ...more,
  };
}
