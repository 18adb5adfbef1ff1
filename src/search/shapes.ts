import Type from "typebox";
import { oneOf } from "../validation.ts";
import type { FilterKeys } from "./filter.ts";

/** Pieces that the shapes of several search routes share. */

export const MAX_QUERY_LENGTH = 2000;
const MAX_RESULTS = 1000;

export const Weight = Type.Number({ minimum: 0, maximum: 1000 });
export const Query = Type.String({
  maxLength: MAX_QUERY_LENGTH,
  description:
    "What is looked for, in words: a title, a description, anything. Any language, at most 2,000 characters.",
  examples: ["a boy finds a notebook that kills anyone whose name is written in it"],
});
export const Limit = Type.Integer({
  minimum: 1,
  maximum: MAX_RESULTS,
  default: 10,
  description: "Results on one page; at most MAX_RESULTS, which is 100 unless the operator says otherwise.",
});
export const IncludeNsfw = Type.Boolean({ default: false, description: "Adult entries too." });
export const CursorShape = Type.String({
  maxLength: 2000,
  description: "`next_cursor` of the previous page.",
});

export const Total = Type.Object({
  value: Type.Integer(),
  relation: Type.Unsafe<"eq" | "gte">({
    ...oneOf("eq", "gte"),
    description: "gte: there may be more than were ranked.",
  }),
});

/** A filter's shape for the document, with the keys it may name; `parseFilter` is what reads it. */
export function filterShape(keys: FilterKeys, example: unknown) {
  const ofType = Map.groupBy(keys, ([, type]) => type);
  const listed = [...ofType].map(([type, named]) => `${type}: ${named.map(([key]) => key).join(", ")}`);
  return Type.Unsafe<unknown>({
    type: "object",
    description:
      "`{must, should, must_not}` with conditions `{key, match: {value | any | except | text}}`, " +
      "`{key, range: {gt, gte, lt, lte}}`, `{key, exists}` or nested filters; or the short form " +
      `\`{genres: ["Action"], year: {gte: 2020}}\`. Keys by type: ${listed.join("; ")}.`,
    examples: [example],
  });
}
