import Type, { type Static } from "typebox";
import { count, label, listOf, picture, text } from "./schema-parts.ts";

export const CharacterVoiceActor = Type.Object(
  {
    name: label("The voice actor's name"),
    language: Type.Optional(label("The language of the dub, such as Japanese")),
  },
  { description: "Who voices a character, in one language" },
);

export const Character = Type.Object(
  {
    name: label("The character's name"),
    name_native: Type.Optional(label("The name in its own script")),
    name_kanji: Type.Optional(label("The name in kanji, where a source gives it apart")),
    name_variations: Type.Optional(listOf(label("A spelling"), "Other spellings of the name")),
    nicknames: Type.Optional(listOf(label("A nickname"), "Nicknames")),
    role: Type.Optional(label("The part played: Main, Supporting, Background, …")),
    age: Type.Optional(label("The age as written: `14`, `17-18`, `over 1000`")),
    gender: Type.Optional(label("The gender as written")),
    hair_color: Type.Optional(label("The colour of the hair")),
    eye_color: Type.Optional(label("The colour of the eyes")),
    description: Type.Optional(text("Who the character is")),
    character_traits: Type.Optional(listOf(label("A trait"), "Traits, such as Tsundere or Glasses")),
    favorites: Type.Optional(count("How many users call the character a favourite")),
    images: Type.Optional(listOf(picture("An image"), "Images of the character")),
    voice_actors: Type.Optional(listOf(CharacterVoiceActor, "Voice actors by language")),
    character_ids: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.Integer(), Type.String()]), {
        description: "The character's id at each provider",
      }),
    ),
    character_pages: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: "The character's page at each provider" }),
    ),
  },
  { description: "A character of the anime" },
);
export type Character = Static<typeof Character>;
