import Type, { type Static } from "typebox";
import { count, label, listOf, text, url } from "./schema-parts.ts";

const ids = Type.Record(Type.String(), Type.Union([Type.Integer(), Type.String()]), {
  description: "The person's id at each provider",
});

const person = {
  name: label("The name"),
  native_name: Type.Optional(label("The name in its own script")),
  name_japanese: Type.Optional(label("The name in Japanese, where a source gives it apart")),
  alternative_names: Type.Optional(listOf(label("A name"), "Other names")),
  staff_ids: Type.Optional(ids),
  image: Type.Optional(url("A portrait")),
  url: Type.Optional(url("The person's page")),
  biography: Type.Optional(text("About the person")),
  birth_date: Type.Optional(label("The day of birth (ISO 8601)")),
  blood_type: Type.Optional(label("The blood type")),
  gender: Type.Optional(label("The gender as written")),
  hometown: Type.Optional(label("Where the person comes from")),
  primary_occupations: Type.Optional(listOf(label("An occupation"), "What the person mostly does")),
  years_active: Type.Optional(listOf(Type.Integer(), "First and last year of activity")),
  community_favorites: Type.Optional(count("How many users call the person a favourite")),
};

export const StaffMember = Type.Object(
  {
    ...person,
    role: Type.Optional(label("The role as the source writes it")),
    language: Type.Optional(label("The person's working language")),
    enhancement_status: Type.Optional(label("How far the source got in matching the person")),
  },
  { description: "A person or group of the production staff" },
);
export type StaffMember = Static<typeof StaffMember>;

export const VoiceActor = Type.Object(
  {
    ...person,
    character_assignments: Type.Optional(listOf(label("A character's name"), "The characters voiced")),
  },
  { description: "A voice actor" },
);
export type VoiceActor = Static<typeof VoiceActor>;

export const Company = Type.Object(
  {
    name: label("The company's name"),
    type: Type.Optional(label("animation_studio, producer or licensor")),
    url: Type.Optional(url("The company's page")),
  },
  { description: "A studio, producer or licensor" },
);
export type Company = Static<typeof Company>;

export const StaffData = Type.Object(
  {
    production_staff: Type.Optional(
      Type.Record(Type.String(), listOf(StaffMember, "Who had the role"), {
        description: "Staff by role: directors, music_composers, character_designers, original_creators, …",
      }),
    ),
    studios: Type.Optional(listOf(Company, "The animation studios")),
    producers: Type.Optional(listOf(Company, "The producing companies")),
    licensors: Type.Optional(listOf(Company, "The licensing companies")),
    voice_actors: Type.Optional(
      Type.Record(Type.String(), listOf(VoiceActor, "Who voices in the language"), {
        description: "Voice actors by language, in lower case; `other` where the source does not say",
      }),
    ),
  },
  { description: "Who made the anime" },
);
export type StaffData = Static<typeof StaffData>;
