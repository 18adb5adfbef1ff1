import Type, { type Static } from "typebox";
import { EPISODE_KEYS } from "../spaces/fields.ts";
import { CursorShape, filterShape, IncludeNsfw, Limit, Query, Total } from "./shapes.ts";

export const EpisodeSearchRequest = Type.Object(
  {
    query: Type.Optional(Query),
    anime: Type.Optional(Type.String({ maxLength: 300, description: "Id or slug: only its episodes." })),
    max_episode: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 100_000, description: "Hides what a viewer has not reached." }),
    ),
    limit: Limit,
    cursor: Type.Optional(CursorShape),
    filter: Type.Optional(filterShape(EPISODE_KEYS, { season: 1, filler: false })),
    include_nsfw: IncludeNsfw,
  },
  {
    additionalProperties: false,
    examples: [
      { query: "the first meeting", limit: 3 },
      { anime: "death-note", max_episode: 5 },
    ],
  },
);
export type EpisodeSearchRequest = Static<typeof EpisodeSearchRequest>;

const Optional = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const EpisodeResult = Type.Object({
  anime: Type.Object({ id: Type.String(), slug: Type.String(), title: Type.String() }),
  episode: Type.Object({
    number: Optional(Type.Number()),
    season: Optional(Type.Number()),
    title: Optional(Type.String()),
    aired: Optional(Type.String()),
    filler: Optional(Type.Boolean()),
    recap: Optional(Type.Boolean()),
  }),
  score: Type.Number(),
});
export type EpisodeResult = Static<typeof EpisodeResult>;

export const EpisodeSearchAnswer = Type.Object(
  {
    query: Type.Union([Type.String(), Type.Null()]),
    results: Type.Array(EpisodeResult),
    total: Total,
    next_cursor: Type.Optional(Type.String()),
    took_ms: Type.Number(),
  },
  { description: "One page of episodes." },
);
export type EpisodeSearchAnswer = Static<typeof EpisodeSearchAnswer>;
