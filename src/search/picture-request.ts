import Type, { type Static } from "typebox";
import { oneOf } from "../validation.ts";
import { SearchRequest } from "./request.ts";
import { CursorShape, IncludeNsfw, Limit, MAX_QUERY_LENGTH, Query } from "./shapes.ts";

/** Shapes of the searches by picture, from which validation, types and the API document are made. */

/** Characters of the largest picture in base64. */
const MOST_CHARACTERS = 28_000_000;

const { filter, fields, fusion, explain, ignore_understood } = SearchRequest.properties;

const Picture = Type.String({
  maxLength: MOST_CHARACTERS,
  description: "A JPEG, PNG, WebP, AVIF or GIF (its first frame) in base64, or as a data URI.",
});
const Space = Type.Unsafe<"image" | "character">({
  ...oneOf("image", "character"),
  default: "image",
  description: "Covers, posters and the like, or pictures of characters.",
});
const ImageWeight = Type.Number({
  minimum: 0,
  maximum: 1,
  default: 0.5,
  description: "How much the picture counts beside the text: 0 is the text alone, 1 the picture alone.",
});

/** A picture of 12 × 16 px, for examples. */
const TINY =
  "data:image/webp;base64,UklGRkgAAABXRUJQVlA4IDwAAADwAQCdASoMABAAAsBMJbACdAEPDBLy7YAA/vbilxk1UY2sO4v7ocBR3glOYDDfri/8zT4X+Pk2GlngAAA=";

/** What all searches by picture may say. */
const shared = {
  space: Space,
  limit: Limit,
  cursor: Type.Optional(CursorShape),
  filter,
  fields,
  include_nsfw: IncludeNsfw,
};

export const ImageSearchRequest = Type.Object(
  {
    image: Type.Optional(Picture),
    query: Type.Optional(
      Type.String({
        maxLength: MAX_QUERY_LENGTH,
        description: "In place of a picture, what one shows; needs an image embedder that reads texts.",
      }),
    ),
    ...shared,
  },
  { additionalProperties: false, examples: [{ image: TINY }, { image: TINY, space: "character", limit: 3 }] },
);
export type ImageSearchRequest = Static<typeof ImageSearchRequest>;

export const MultimodalSearchRequest = Type.Object(
  { query: Query, image: Picture, image_weight: ImageWeight, fusion, explain, ignore_understood, ...shared },
  {
    additionalProperties: false,
    examples: [{ query: "a boy and his notebook", image: TINY, image_weight: 0.3 }],
  },
);
export type MultimodalSearchRequest = Static<typeof MultimodalSearchRequest>;
