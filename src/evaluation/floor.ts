import Type from "typebox";
import { fail } from "../errors.ts";
import { checked, oneOf } from "../validation.ts";
import { type Evaluation, groupsOf, type Half } from "./evaluate.ts";
import { KINDS } from "./gold.ts";

/** The measures that have a floor. */
export const FLOORED = ["precision@10", "ndcg@10", "mrr@10", "hit@10", "violations"] as const;
type Floored = (typeof FLOORED)[number];

const Reached = Type.Object(
  {
    queries: Type.Integer({ minimum: 1 }),
    ...Object.fromEntries(FLOORED.map((name) => [name, Type.Number({ minimum: 0 })])),
  },
  { additionalProperties: false },
);

/** What the search reached when the floor was recorded. */
export interface Floor {
  /** The catalogue that it was recorded on: figures of two catalogues cannot be compared. */
  readonly anime: number;
  readonly half: Half;
  /** By kind, and overall. */
  readonly floors: Readonly<Record<string, Readonly<Record<Floored | "queries", number>>>>;
}

const FloorShape = Type.Object(
  {
    anime: Type.Integer({ minimum: 1 }),
    half: oneOf("tuning", "test", "both"),
    floors: Type.Object(
      Object.fromEntries(
        [...KINDS, "overall"].map((name) => [name, name === "overall" ? Reached : Type.Optional(Reached)]),
      ),
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

const floor = checked(FloorShape, "USAGE");

/** One thing that is worse than its floor allows. */
export interface Fallen {
  readonly kind: string;
  readonly measure: Floored | "queries";
  readonly recorded: number;
  /** The least, of violations the most, that is allowed. */
  readonly allowed: number;
  readonly now: number;
}

/** The floor that this evaluation sets, to four digits. */
export function floorOf({ catalogue, half, ...groups }: Evaluation): Floor {
  const floors = groupsOf(groups).map(([kind, { queries, measures }]) => [
    kind,
    {
      queries,
      ...Object.fromEntries(FLOORED.map((name) => [name, Math.round(measures[name].mean * 1e4) / 1e4])),
    },
  ]);
  return { anime: catalogue.anime, half, floors: Object.fromEntries(floors) };
}

/** Reads a recorded floor. Throws USAGE. */
export function readFloor(text: string, name: string): Floor {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fail("USAGE", `${name} is not JSON; record it with eval --record-floor`);
  }
  return floor.parse(value) as Floor;
}

/**
 * What fell below the floor. A group may lose what one of its queries is worth (overall: what one in a hundred is),
 * since a change that is good as a whole moves a few; of violations none may come to it, and no query may go missing.
 * Throws USAGE where the floor was recorded on another catalogue or half.
 */
export function fallen(evaluation: Evaluation, { anime, half, floors }: Floor): Fallen[] {
  if (anime !== evaluation.catalogue.anime || half !== evaluation.half) {
    const is = `${evaluation.catalogue.anime} anime and the half "${evaluation.half}"`;
    throw fail("USAGE", `the floor was recorded for ${anime} anime and the half "${half}", this is ${is}`);
  }
  const groups = new Map(groupsOf(evaluation));
  return Object.entries(floors).flatMap(([kind, recorded]): Fallen[] => {
    const group = groups.get(kind);
    const queries = group?.queries ?? 0;
    const lost = {
      kind,
      measure: "queries",
      recorded: recorded.queries,
      allowed: recorded.queries,
      now: queries,
    } satisfies Fallen;
    if (group === undefined || queries < recorded.queries) return [lost];
    const slack = kind === "overall" ? 0.01 : 1 / queries;
    return FLOORED.flatMap((measure) => {
      const now = group.measures[measure].mean;
      // Recorded figures are rounded; half a violation is none more.
      const allowed =
        measure === "violations" ? recorded[measure] + 0.5 / queries : recorded[measure] - slack - 1e-4;
      const fell = measure === "violations" ? now > allowed : now < allowed;
      return fell ? [{ kind, measure, recorded: recorded[measure], allowed, now }] : [];
    });
  });
}
