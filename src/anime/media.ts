import Type, { type Static } from "typebox";
import { label, listOf, picture, text, url } from "./schema-parts.ts";

export const Theme = Type.Object(
  {
    name: label("The theme, such as Time Travel"),
    description: Type.Optional(text("What the theme means")),
  },
  { description: "A theme of the story" },
);
export type Theme = Static<typeof Theme>;

export const ThemeSong = Type.Object(
  {
    title: label("The song's title"),
    artist: Type.Optional(label("Who performs it")),
    episodes: Type.Optional(label("The episodes it is heard in, as written")),
  },
  { description: "An opening or ending theme" },
);
export type ThemeSong = Static<typeof ThemeSong>;

export const Relation = Type.Object(
  {
    title: Type.Optional(label("The related work's title")),
    relation_type: label(
      "SEQUEL, PREQUEL, PARENT, SIDE_STORY, SUMMARY, ALTERNATIVE, SPIN_OFF, CHARACTER, ADAPTATION, OTHER, …",
    ),
    url: Type.Optional(url("The related work's page")),
  },
  { description: "A related work" },
);
export type Relation = Static<typeof Relation>;

export const StreamingOffer = Type.Object(
  {
    platform: label("The platform, such as Crunchyroll"),
    url: Type.Optional(url("Where to watch")),
    region: Type.Optional(label("The region of the offer")),
    free: Type.Optional(Type.Boolean({ description: "Whether it can be watched without paying" })),
    premium_required: Type.Optional(Type.Boolean({ description: "Whether a paid account is needed" })),
    dub_available: Type.Optional(Type.Boolean({ description: "Whether there is a dub" })),
    subtitle_languages: Type.Optional(listOf(label("A language"), "Languages of the subtitles")),
  },
  { description: "Where the anime can be watched" },
);
export type StreamingOffer = Static<typeof StreamingOffer>;

export const Trailer = Type.Object(
  {
    url: Type.Optional(url("The video")),
    title: Type.Optional(label("The video's title")),
    thumbnail_url: Type.Optional(picture("A picture of the video")),
  },
  { description: "A trailer" },
);

export const Images = Type.Object(
  {
    covers: Type.Optional(listOf(picture("A cover"), "Covers")),
    posters: Type.Optional(listOf(picture("A poster"), "Posters")),
    banners: Type.Optional(listOf(picture("A banner"), "Banners")),
  },
  { description: "Pictures, best first" },
);

export const Award = Type.Object(
  {
    name: label("The award"),
    year: Type.Optional(Type.Integer({ description: "The year it was given" })),
    category: Type.Optional(label("The category")),
  },
  { description: "An award won" },
);
