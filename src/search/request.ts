import Type, { type Static } from "typebox";
import { ANIME_KEYS } from "../spaces/fields.ts";
import { oneOf } from "../validation.ts";
import { CursorShape, filterShape, IncludeNsfw, Limit, Query, Total, Weight } from "./shapes.ts";

/** Shapes of the search routes, from which validation, types and the API document are made. */

const FilterShape = filterShape(ANIME_KEYS, { genres: ["Action", "Drama"], year: { gte: 2020 }, type: "TV" });

export const SearchRequest = Type.Object(
  {
    query: Type.Optional(Query),
    limit: Limit,
    cursor: Type.Optional(CursorShape),
    mode: Type.Unsafe<"auto" | "dense" | "sparse" | "hybrid">({
      ...oneOf("auto", "dense", "sparse", "hybrid"),
      default: "auto",
      description: "Which kinds of space are searched; auto is hybrid.",
    }),
    spaces: Type.Optional(
      Type.Array(
        Type.Object(
          { name: Type.String({ maxLength: 100 }), weight: Weight },
          { additionalProperties: false },
        ),
        {
          maxItems: 50,
          description: "Exactly these spaces with these weights, in place of the fitted ones.",
          examples: [
            [
              { name: "title_vector", weight: 1 },
              { name: "text_sparse", weight: 0.5 },
            ],
          ],
        },
      ),
    ),
    fusion: Type.Optional(
      Type.Object(
        {
          method: oneOf("relative", "rrf", "dbsf"),
          k: Type.Integer({
            minimum: 1,
            maximum: 10_000,
            default: 60,
            description: "Of rrf: how slowly ranks lose worth.",
          }),
        },
        { additionalProperties: false, description: "How the scores of the spaces become one." },
      ),
    ),
    boost: Type.Optional(
      Type.Object(
        {
          popularity: Type.Number({
            minimum: 0,
            maximum: 10,
            description: "0 switches the popularity prior off.",
          }),
        },
        { additionalProperties: false },
      ),
    ),
    filter: Type.Optional(FilterShape),
    sort: Type.Optional(
      Type.Array(
        Type.Object(
          {
            field: Type.String({ maxLength: 100 }),
            order: Type.Unsafe<"asc" | "desc">({ ...oneOf("asc", "desc"), default: "desc" }),
          },
          { additionalProperties: false },
        ),
        { maxItems: 5, examples: [[{ field: "score.median", order: "desc" }]] },
      ),
    ),
    ignore_understood: Type.Optional(
      Type.Array(Type.String({ maxLength: 300 }), {
        maxItems: 100,
        description: "Ids of `understood` to take back: their words are searched for by meaning instead.",
      }),
    ),
    group_by: Type.Optional(
      Type.Literal("franchise", {
        description: "One result per franchise, with its members in watch order.",
      }),
    ),
    explain: Type.Optional(
      Type.Boolean({ default: false, description: "Say of each result why it stands where it does." }),
    ),
    fields: Type.Optional(
      Type.Union([Type.Literal("full"), Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100 })], {
        description: 'Names of the fields that `payload` holds, or "full" for whole entries.',
      }),
    ),
    include_nsfw: IncludeNsfw,
  },
  {
    additionalProperties: false,
    examples: [
      { query: "a boy finds a notebook that kills anyone whose name is written in it" },
      {
        query: "friends in space",
        mode: "hybrid",
        spaces: [
          { name: "title_vector", weight: 1 },
          { name: "text_sparse", weight: 0.5 },
        ],
        fusion: { method: "rrf", k: 60 },
        boost: { popularity: 0 },
        filter: { must: [{ key: "year", range: { gte: 1990, lt: 2010 } }] },
        fields: ["title", "synopsis", "score"],
      },
      {
        filter: { genres: ["Action", "Drama"], type: "TV" },
        sort: [{ field: "score.median", order: "desc" }],
        limit: 5,
      },
    ],
  },
);
export type SearchRequest = Static<typeof SearchRequest>;

/** GET /search: the same by query string, what is structured being left to POST. */
export const SearchQueryString = Type.Object(
  {
    q: Type.Optional(Query),
    limit: Limit,
    cursor: Type.Optional(CursorShape),
    mode: SearchRequest.properties.mode,
    fields: Type.Optional(
      Type.String({
        maxLength: 2000,
        description: 'Names separated by commas, or "full".',
        examples: ["type,year,genres"],
      }),
    ),
    sort: Type.Optional(
      Type.String({
        maxLength: 500,
        description: "`field` or `field:asc`, separated by commas.",
        examples: ["year:asc,score.median"],
      }),
    ),
    filter: Type.Optional(
      Type.String({ maxLength: 10_000, description: "A filter as JSON.", examples: ['{"type":"TV"}'] }),
    ),
    include_nsfw: IncludeNsfw,
  },
  { additionalProperties: false },
);
export type SearchQueryString = Static<typeof SearchQueryString>;

const Share = Type.Object({ name: Type.String(), adds: Type.Number() });

export const Explanation = Type.Object(
  {
    score: Type.Number({ description: "fused × boost.factor" }),
    fused: Type.Number({ description: "The sum of what the parts add." }),
    boost: Type.Object({ factor: Type.Number() }),
    parts: Type.Array(
      Type.Object({
        source: Type.String({ description: "A space, or the name of another reason: title, preference." }),
        kind: Type.String(),
        weight: Type.Number(),
        score: Type.Union([Type.Number(), Type.Null()]),
        adds: Type.Number(),
      }),
    ),
    terms: Type.Array(Share, { description: "Words of the query; they add up to the part of text_sparse." }),
    features: Type.Array(Share, { description: "Features; they add up to the part of metadata_sparse." }),
    filters: Type.Array(Type.String()),
    text: Type.String({ description: "The same in words." }),
  },
  { description: "Why a result stands where it does." },
);
export type Explanation = Static<typeof Explanation>;

export const Group = Type.Object({
  franchise_id: Type.String(),
  size: Type.Integer(),
  members: Type.Array(
    Type.Object({
      id: Type.String(),
      slug: Type.String(),
      title: Type.String(),
      type: Type.Union([Type.String(), Type.Null()]),
      year: Type.Union([Type.Integer(), Type.Null()]),
    }),
    { description: "In watch order, the best entry point first." },
  ),
});
export type Group = Static<typeof Group>;

const Payload = Type.Record(Type.String(), Type.Unknown(), {
  description: "The listing fields, or those asked for.",
});

export const SearchResult = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  title: Type.String(),
  score: Type.Number({
    description: "Higher is better; comparable within one answer only. 0 when browsing.",
  }),
  payload: Payload,
  group: Type.Optional(Group),
  explanation: Type.Optional(Explanation),
});
export type SearchResult = Static<typeof SearchResult>;

export const SearchAnswer = Type.Object(
  {
    query: Type.Union([Type.String(), Type.Null()]),
    results: Type.Array(SearchResult),
    total: Total,
    understood: Type.Array(
      Type.Object({
        id: Type.String({ description: "To take it back: ignore_understood." }),
        kind: Type.String(),
        text: Type.String({ description: "The words of the query that say it." }),
        field: Type.String(),
        value: Type.Unknown(),
        effect: oneOf("filter", "preference"),
      }),
      { description: "What was read from the query as constraints." },
    ),
    suggestion: Type.Optional(
      Type.Object(
        { text: Type.String(), id: Type.String(), title: Type.String() },
        { description: "A title in the query that nothing has, and the nearest that there is." },
      ),
    ),
    no_good_match: Type.Boolean({ description: "Nothing in the catalogue fits the query." }),
    next_cursor: Type.Optional(Type.String()),
    took_ms: Type.Number(),
    degraded: Type.Optional(
      Type.Array(Type.String(), { description: "What could not be used for this answer." }),
    ),
  },
  { description: "One page of results." },
);
export type SearchAnswer = Static<typeof SearchAnswer>;

export const BatchRequest = Type.Object(
  {
    searches: Type.Array(Type.Unknown(), {
      minItems: 1,
      maxItems: 50,
      description: "Bodies of POST /search.",
    }),
  },
  {
    additionalProperties: false,
    examples: [{ searches: [{ query: "pirates" }, { filter: { type: "MOVIE" }, limit: 3 }] }],
  },
);

export const SimilarQueryString = Type.Object(
  {
    limit: Limit,
    by: Type.Unsafe<"semantic" | "visual" | "spaces">({
      ...oneOf("semantic", "visual", "spaces"),
      default: "semantic",
    }),
    spaces: Type.Optional(
      Type.String({ maxLength: 1000, description: "Names of spaces, separated by commas; with by=spaces." }),
    ),
    exclude_franchise: Type.Boolean({ default: false, description: "Nothing of the same franchise." }),
    include_nsfw: IncludeNsfw,
  },
  { additionalProperties: false },
);
export type SimilarQueryString = Static<typeof SimilarQueryString>;

export const FacetsRequest = Type.Object(
  {
    query: Type.Optional(Query),
    filter: Type.Optional(FilterShape),
    facets: Type.Array(
      Type.Object(
        {
          field: Type.String({ maxLength: 100 }),
          size: Type.Optional(
            Type.Integer({ minimum: 1, maximum: 1000, description: "Values listed; 20 unless said." }),
          ),
          interval: Type.Optional(
            Type.Number({ exclusiveMinimum: 0, description: "Width of a numeric field's buckets." }),
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 50 },
    ),
    include_nsfw: IncludeNsfw,
  },
  {
    additionalProperties: false,
    examples: [
      { facets: [{ field: "genres" }, { field: "year", interval: 10 }] },
      { query: "space", filter: { type: "TV" }, facets: [{ field: "studios", size: 5 }] },
    ],
  },
);
export type FacetsRequest = Static<typeof FacetsRequest>;

export const FacetsAnswer = Type.Object(
  {
    total: Type.Integer(),
    facets: Type.Record(
      Type.String(),
      Type.Array(
        Type.Object({
          value: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
          from: Type.Optional(Type.Number()),
          count: Type.Integer(),
        }),
      ),
    ),
  },
  { description: "How many entries have which value." },
);
export type FacetsAnswer = Static<typeof FacetsAnswer>;
