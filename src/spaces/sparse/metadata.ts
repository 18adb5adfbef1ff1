import type { AnimeEntry } from "../../anime/entry.ts";
import { traitsOf } from "../../anime/scores.ts";
import type { SparseVector } from "../../vector-store/port.ts";
import { decadeOfEntry, yearOf } from "../texts/time-words.ts";
import { classKey, type FeatureName, keyOf, studioCore } from "./metadata-words.ts";
import { sparseVector } from "./sparse-vector.ts";
import { termHash } from "./term-hash.ts";

/** How much each feature of an entry counts. */
export const METADATA_WEIGHTS = {
  genre: 1.0,
  demographic: 0.9,
  studio: 0.7,
  /** Studio Ghibli is asked for by name more than any other. */
  ghibli: 0.8,
  source: 0.6,
  /** From 2010 on. */
  recentDecade: 0.4,
  /** Before 2010; the decades before 1990 count as the 1990s do. */
  olderDecade: 0.3,
  format: 0.4,
  awardwinner: 1.2,
  highlyrated: 1.1,
  popular: 0.8,
  trending: 0.6,
  onecour: 0.5,
  twocours: 0.5,
  longrunning: 0.3,
} as const;

/** Index of a feature: the hash of `kind:value`, so that documents need no vocabulary. */
export function featureIndex({ kind, value }: FeatureName): number {
  return termHash(`${kind}:${value}`);
}

/** The weighted features of an entry that carries its computed `popularity_score`. */
export function metadataFeatures(entry: AnimeEntry): SparseVector {
  return sparseVector(new Map(namedFeatures(entry).map(({ name, weight }) => [featureIndex(name), weight])));
}

/** The same features by name, for explanations. */
export function namedFeatures(entry: AnimeEntry): { readonly name: FeatureName; readonly weight: number }[] {
  const features: { name: FeatureName; weight: number }[] = [];
  const add = (kind: FeatureName["kind"], value: string, weight: number) => {
    if (value !== "") features.push({ name: { kind, value }, weight });
  };
  for (const genre of entry.genres ?? []) add("genre", classKey(genre), METADATA_WEIGHTS.genre);
  for (const name of entry.demographics ?? [])
    add("demographic", classKey(name), METADATA_WEIGHTS.demographic);
  for (const { name } of entry.staff_data?.studios ?? []) {
    const value = studioCore(name).join("");
    add("studio", value, value === "ghibli" ? METADATA_WEIGHTS.ghibli : METADATA_WEIGHTS.studio);
  }
  if (entry.source_material !== undefined && entry.source_material !== "UNKNOWN") {
    add("source", keyOf(entry.source_material), METADATA_WEIGHTS.source);
  }
  if (entry.type !== undefined && entry.type !== "UNKNOWN") {
    add("format", keyOf(entry.type), METADATA_WEIGHTS.format);
  }
  const year = yearOf(entry);
  if (year !== undefined) {
    const weight = year >= 2010 ? METADATA_WEIGHTS.recentDecade : METADATA_WEIGHTS.olderDecade;
    add("decade", decadeOfEntry(entry)!, weight);
  }
  for (const trait of traitNames(entry)) add("trait", trait, METADATA_WEIGHTS[trait]);
  return features;
}

type Trait = "awardwinner" | "highlyrated" | "popular" | "trending" | "onecour" | "twocours" | "longrunning";

const LENGTHS = { one_cour: "onecour", two_cours: "twocours", long_running: "longrunning" } as const;

function traitNames(entry: AnimeEntry): Trait[] {
  const traits = traitsOf(entry, entry.popularity_score ?? 0);
  const names: Trait[] = traits.length === undefined ? [] : [LENGTHS[traits.length]];
  if (traits.award_winner) names.push("awardwinner");
  if (traits.highly_rated) names.push("highlyrated");
  if (traits.popular) names.push("popular");
  if (traits.trending) names.push("trending");
  return names;
}
