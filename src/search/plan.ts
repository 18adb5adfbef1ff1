import { type ErrorField, fail } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { describe } from "../validation.ts";
import type { Fusion } from "./fuse.ts";

export type SpaceKind = "text" | "image" | "sparse";

/** The spaces that a plan may name, with what each is made of. */
export type KnownSpaces = ReadonlyMap<string, SpaceKind>;

export interface WeightedSpace {
  readonly name: string;
  readonly kind: SpaceKind;
  readonly weight: number;
}

/**
 * How a query is ranked. The numbers come from the tuning half of the gold set (scripts/fit-ranking.ts); where several
 * differ by less than the measure's noise (title_vector from 1 to 1.4, a window from 100 to 300), one in between stands.
 */
export interface RankingDefaults {
  readonly weights: Readonly<Record<string, number>>;
  readonly fusion: Fusion;
  readonly popularity: number;
  /** How the cosines of spaces of texts are sharpened that the builtin embedder fills: see `FusionLeg`. */
  readonly sharpness: number;
  /** What the best of these scores counts as at least. */
  readonly leastCosine: number;
  /** Candidates that each space contributes. */
  readonly window: number;
}

export const ANIME_RANKING: RankingDefaults = {
  weights: { text_sparse: 1, metadata_sparse: 0.3, title_vector: 1.25 },
  fusion: { method: "relative", k: 60 },
  popularity: 0.9,
  sharpness: 3,
  leastCosine: 0.35,
  window: 150,
};

export const EPISODE_RANKING: RankingDefaults = {
  weights: { text_sparse: 1, episode_vector: 0.5 },
  fusion: { method: "relative", k: 60 },
  popularity: 0,
  sharpness: 1,
  leastCosine: 0,
  window: 300,
};

export const SIMILAR_WEIGHTS: Readonly<Record<string, number>> = {
  title_vector: 1.3,
  genre_vector: 0.8,
  character_vector: 0.2,
  staff_vector: 0.2,
  metadata_sparse: 1.2,
};

/** A list of at most this many results is what pages are cut from. */
export const LIST_LIMIT = 1000;

export interface PlanRequest {
  readonly mode: "auto" | "dense" | "sparse" | "hybrid";
  readonly spaces?: readonly { readonly name: string; readonly weight: number }[];
}

/**
 * The spaces to search with their weights, those of weight 0 left out.
 * Throws SPACE_UNKNOWN, SPACE_NOT_SEARCHABLE (a picture space asked with words, a space outside the mode) and
 * WEIGHTS_ALL_ZERO, each naming the place in the request.
 */
export function planSpaces(
  request: PlanRequest,
  known: KnownSpaces,
  defaults: RankingDefaults,
): WeightedSpace[] {
  const named =
    request.spaces ??
    Object.entries(defaults.weights)
      .map(([name, weight]) => ({ name, weight }))
      .filter(({ name }) => inMode(known.get(name), request.mode));
  const planned = new Map<string, WeightedSpace>();
  named.forEach(({ name, weight }, i) => {
    const kind = known.get(name);
    if (kind === undefined) throw unknownSpace(`spaces[${i}].name`, name, known);
    if (planned.has(name)) {
      throw refused("SPACE_NOT_SEARCHABLE", {
        path: `spaces[${i}].name`,
        got: name,
        expected: "each space once",
      });
    }
    if (kind === "image") throw notByWords(`spaces[${i}].name`, name);
    if (!inMode(kind, request.mode)) {
      const expected = `a ${request.mode} space, or mode auto`;
      throw refused("SPACE_NOT_SEARCHABLE", { path: `spaces[${i}].name`, got: name, expected });
    }
    planned.set(name, { name, kind, weight });
  });
  const weighted = [...planned.values()].filter((space) => space.weight > 0);
  if (weighted.length === 0) {
    const expected = "at least one space with a weight above 0";
    throw refused("WEIGHTS_ALL_ZERO", {
      path: "spaces",
      got: `${planned.size} spaces of weight 0`,
      expected,
    });
  }
  return weighted;
}

function inMode(kind: SpaceKind | undefined, mode: PlanRequest["mode"]): boolean {
  if (mode === "dense") return kind !== "sparse";
  return mode !== "sparse" || kind === "sparse";
}

/** SPACE_UNKNOWN with the nearest known name. */
export function unknownSpace(path: string, name: string, known: KnownSpaces) {
  const near = nearest(name, [...known.keys()]);
  const expected = `one of ${[...known.keys()].join(", ")}`;
  return refused("SPACE_UNKNOWN", {
    path,
    got: name.slice(0, 100),
    expected,
    ...(near ? { nearest: near } : {}),
  });
}

function notByWords(path: string, name: string) {
  return refused("SPACE_NOT_SEARCHABLE", {
    path,
    got: name,
    expected: "a space of texts; POST /search/image and /search/multimodal search pictures",
  });
}

function refused(code: "SPACE_UNKNOWN" | "SPACE_NOT_SEARCHABLE" | "WEIGHTS_ALL_ZERO", field: ErrorField) {
  return fail(code, describe([field]), { fields: [field] });
}
