import Type, { type Static } from "typebox";
import type { VectorStore } from "../vector-store/port.ts";
import type { Generations } from "./catalogue.ts";

export const SuggestQueryString = Type.Object(
  {
    q: Type.String({
      maxLength: 200,
      default: "",
      description: "What has been typed so far of a title, in any script; it may be misspelt.",
      examples: ["fullmetal alch"],
    }),
    limit: Type.Integer({ minimum: 1, maximum: 50, default: 8, description: "Suggestions at most." }),
    include_nsfw: Type.Boolean({ default: false, description: "Adult entries too." }),
  },
  { additionalProperties: false },
);
export type SuggestQueryString = Static<typeof SuggestQueryString>;

const Suggestion = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  title: Type.String(),
  matched: Type.String({ description: "The name that matches: the title, a translation or a synonym." }),
  year: Type.Union([Type.Integer(), Type.Null()]),
  type: Type.Union([Type.String(), Type.Null()]),
});
export type Suggestion = Static<typeof Suggestion>;

export const SuggestAnswer = Type.Object(
  { suggestions: Type.Array(Suggestion) },
  { description: "Titles that begin like it or that it may mean, the likeliest first, each anime once." },
);
export type SuggestAnswer = Static<typeof SuggestAnswer>;

/** What somebody who has typed so much of a title may be after. Nothing typed suggests nothing. Throws NOT_READY. */
export async function suggest(
  { store, generations }: { readonly store: VectorStore; readonly generations: Generations },
  { q, limit, include_nsfw }: SuggestQueryString,
): Promise<SuggestAnswer> {
  const generation = generations.live();
  const found = generation.titles.lookup(q, limit, { includeAdult: include_nsfw });
  const listings = await store.payloads(
    generation.anime,
    found.map(({ id }) => id),
  );
  const suggestions = found.flatMap(({ id, name }, i): Suggestion[] => {
    const listing = listings[i];
    // Deleted, or found to be adult, since the lookup.
    if (!listing || (listing.nsfw === true && !include_nsfw)) return [];
    const { slug, title, year, type } = listing as Pick<Suggestion, "slug" | "title" | "year" | "type">;
    return [{ id, slug, title, matched: name, year, type }];
  });
  return { suggestions };
}
