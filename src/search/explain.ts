import type { CatalogueEntry } from "../anime/entry.ts";
import type { CatalogueFit } from "../spaces/fit.ts";
import { analyse } from "../spaces/sparse/analyse.ts";
import { featureIndex, namedFeatures } from "../spaces/sparse/metadata.ts";
import { termHash } from "../spaces/sparse/term-hash.ts";
import { animeBm25Texts } from "../spaces/sparse/text-fields.ts";
import type { SparseVector } from "../vector-store/port.ts";
import type { Explanation } from "./request.ts";

/** What a ranked list keeps of how it was ranked, `[legs][list]`. */
export interface RankingTrace {
  readonly legs: readonly { readonly source: string; readonly kind: string; readonly weight: number }[];
  /** Each leg's own score, NaN where it does not know the entry. */
  readonly raw: readonly ArrayLike<number>[];
  /** What each leg adds to the fused score. */
  readonly parts: readonly ArrayLike<number>[];
  /** `[list]` what the fused score is multiplied by. */
  readonly boosts: ArrayLike<number>;
}

/**
 * Why an entry stands where it does: the legs' parts add up to `fused`, that times the boost is the score; the
 * terms add up to the part of text_sparse and the features to that of metadata_sparse. Where an entry has none of them
 * there are none, though dbsf gives a part to it, too.
 */
export function explain(
  trace: RankingTrace,
  place: number,
  about: {
    readonly entry: CatalogueEntry;
    readonly fit: CatalogueFit;
    readonly query: string;
    /** What of the query the words were searched for. */
    readonly words: string;
    readonly filters: readonly string[];
  },
): Explanation {
  const { entry, fit, query, words, filters } = about;
  const parts = trace.legs.map(({ source, kind, weight }, leg) => {
    const raw = trace.raw[leg]![place]!;
    return { source, kind, weight, score: Number.isNaN(raw) ? null : raw, adds: trace.parts[leg]![place]! };
  });
  const fused = parts.reduce((sum, { adds }) => sum + adds, 0);
  const factor = trace.boosts[place]!;
  const added = (source: string) => parts.find((part) => part.source === source)?.adds ?? 0;
  const terms = share(added("text_sparse"), termWeights(words, entry, fit));
  const features = share(added("metadata_sparse"), featureWeights(query, entry, fit));
  const told = {
    parts: parts.filter(({ adds }) => adds !== 0),
    terms,
    features,
    filters: [...filters],
    boost: { factor },
  };
  return { score: fused * factor, fused, ...told, text: inWords(told) };
}

/** The products of query and document weight of every term that both hold. */
function termWeights(words: string, entry: CatalogueEntry, fit: CatalogueFit): [string, number][] {
  const wanted = weightsOf(fit.animeText.queryVector(words));
  const held = weightsOf(fit.animeText.documentVector(animeBm25Texts(fit.complete(entry))));
  return [...new Set(analyse(words))].flatMap((term): [string, number][] => {
    const hash = termHash(term);
    const product = (wanted.get(hash) ?? 0) * (held.get(hash) ?? 0);
    return product > 0 ? [[term, product]] : [];
  });
}

function featureWeights(query: string, entry: CatalogueEntry, fit: CatalogueFit): [string, number][] {
  const wanted = weightsOf(fit.metadata.queryVector(query));
  return namedFeatures(fit.complete(entry)).flatMap(({ name, weight }): [string, number][] => {
    const product = (wanted.get(featureIndex(name)) ?? 0) * weight;
    return product > 0 ? [[`${name.kind}:${name.value}`, product]] : [];
  });
}

function weightsOf({ indices, values }: SparseVector): Map<number, number> {
  return new Map(Array.from(indices, (index, i) => [index, values[i]!]));
}

/** Divides an amount in proportion to the weights, the largest share first. */
function share(
  amount: number,
  weights: readonly (readonly [string, number])[],
): { name: string; adds: number }[] {
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  if (amount === 0 || total === 0) return [];
  return weights
    .map(([name, weight]) => ({ name, adds: (amount * weight) / total }))
    .sort((a, b) => b.adds - a.adds || (a.name < b.name ? -1 : 1));
}

function inWords({
  parts,
  terms,
  features,
  filters,
  boost,
}: Omit<Explanation, "score" | "fused" | "text">): string {
  const sorted = [...parts].sort((a, b) => b.adds - a.adds);
  const sentences = (of: typeof parts) =>
    of.map(({ source, kind, adds }) => `${reason(source, kind)} ${number(adds)}`).join(", ");
  const said = [`Found by ${sentences(sorted.filter(({ adds }) => adds > 0)) || "nothing"}.`];
  const less = sentences(sorted.filter(({ adds }) => adds < 0));
  if (less !== "") said.push(`Set back by ${less}.`);
  if (terms.length > 0)
    said.push(
      `Words: ${terms
        .slice(0, 8)
        .map(({ name }) => name)
        .join(", ")}.`,
    );
  if (features.length > 0) said.push(`Features: ${features.map(({ name }) => name).join(", ")}.`);
  if (filters.length > 0) said.push(`Kept by ${filters.join(", ")}.`);
  if (boost.factor !== 1) said.push(`Known widely enough to count ${number(boost.factor)} times.`);
  return said.join(" ");
}

const WHAT: Readonly<Record<string, string>> = {
  title_vector: "the meaning of title and story",
  character_vector: "the meaning of its characters",
  genre_vector: "the meaning of its genres and tags",
  review_vector: "its reception",
  staff_vector: "the people who made it",
  temporal_vector: "when it was shown",
  text_sparse: "the words of the query",
  metadata_sparse: "features that the query names",
  title: "its name",
  part: "the series that the query speaks of",
  family: "being of one franchise with the best result",
  spread: "its place in a franchise of which others are found, too",
  attributes: "having all that the query names",
};

function reason(source: string, kind: string): string {
  if (kind === "preference") return `the wish ${source}`;
  const [likeness, space] = source.split(":");
  if (likeness === "typical") return `being typical, in ${space}, of what is asked for`;
  if (kind === "likeness") return `likeness in ${space}`;
  return WHAT[source] ?? source;
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
