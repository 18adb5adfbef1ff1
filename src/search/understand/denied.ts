import type { Clause } from "../../vector-store/filter.ts";
import { FAMILY_RATINGS } from "./genres.ts";
import { Phrases } from "./phrases.ts";
import { any, type Sense, sense } from "./sense.ts";
import type { Span } from "./spans.ts";
import { type Token, wordsOfPhrase } from "./tokens.ts";
import { list } from "./wording.ts";

/** Tags, themes and what is remembered, of the same names. */
const tagged = (...values: string[]): Clause[] => [
  any("tags", values),
  any("themes", values),
  any("known_for", values),
];

/**
 * Words that only a denial makes an attribute: `for adults, not kids`, `no fighting`. Wherever else they stand they are
 * part of any story.
 */
const TABLE: readonly (readonly [name: string, phrases: string, rules: readonly Clause[], field?: string])[] =
  [
    [
      "Kids",
      "kids, kid, children, little kids, young children, toddlers, babies, preschoolers, niños, enfants, kinder",
      [any("demographics", ["Kids"]), any("rating", FAMILY_RATINGS)],
      "demographics",
    ],
    [
      "Fighting",
      "fighting, fight, fights, fight scenes, battle, battles, combat, fighters",
      [
        any("genres", ["Action"]),
        ...tagged("Martial Arts", "Combat Sports", "Swordplay", "Gunfights", "Violence"),
      ],
    ],
    [
      "Teenagers",
      "teenagers, teenager, teens, teen, high schoolers, highschoolers, highschooler, students, school kids, schoolkids, schoolgirls, schoolgirl, school girls, schoolboys, schoolers, adolescents",
      tagged(
        "High School",
        "School",
        "School Life",
        "Middle School",
        "School Clubs",
        "School Club",
        "Elementary School",
        "Teen Cast",
      ),
    ],
    [
      "Girl groups",
      "girl groups, girl group, girl idols, female idols",
      tagged("Idols (Female)", "Female Idols"),
    ],
    ["Boy groups", "boy groups, boy group, boy idols, male idols", tagged("Idols (Male)", "Male Idols")],
    [
      "Japan",
      "japan, modern japan",
      tagged(
        "Japan",
        "Tokyo",
        "Kyoto",
        "Hokkaido",
        "Samurai",
        "Ninja",
        "Feudal",
        "Bakumatsu and Meiji",
        "Bakumatsu   Meiji Period",
        "Shinsengumi",
        "Sengoku Period",
      ),
    ],
    [
      "Sexual violence",
      "sexual violence, sexual assault, sexual abuse, rape, sexual content, sex, sex scenes",
      tagged("Rape", "Sexual Abuse", "Sexual Violence", "Sex", "Incest"),
    ],
    [
      "Death",
      "death, deaths, dying, character deaths, dead characters",
      tagged(
        "Death",
        "Death of a Loved One",
        "Death Game",
        "Tragedy",
        "Murder",
        "Everybody Dies",
        "Grief",
        "Serial Killers",
      ),
    ],
    [
      "Sad endings",
      "sad ending, sad endings, tragic ending, tragic endings, bad ending, bad endings, unhappy ending, unhappy endings, heartbreak, depressing ending, depressing endings",
      tagged(
        "Tragedy",
        "Death of a Loved One",
        "Bad Ending",
        "Sad Ending",
        "Melancholy",
        "Everybody Dies",
        "Mood sad",
      ),
    ],
    [
      "Love",
      "love stuff, love stories, lovey dovey, lovey dovey stuff, mushy stuff, kissing, dating, couples",
      [
        any("genres", ["Romance", "Boys Love", "Girls Love"]),
        ...tagged("Love Triangle", "Harem", "First Love", "Couples", "Love Confessions", "Marriage"),
      ],
    ],
    [
      "Dirty jokes",
      "dirty jokes, perverted jokes, sex jokes, sexual jokes, perverted humor, perverted humour, crude humor, crude humour, toilet humor, toilet humour, perverts, perversion, boobs, boob jokes, panty shots, pantsu, horny stuff, degeneracy, clothes falling off",
      [
        any("genres", ["Ecchi"]),
        any("rating", ["R+ - Mild Nudity", "R+"]),
        ...tagged(
          "Fan Service",
          "Fanservice",
          "Nudity",
          "Perverts",
          "Sexual Humour",
          "Sexual Comedy",
          "Toilet Humour",
          "Pantsu",
        ),
      ],
    ],
    ["Novel", "novel, novels, book, books", [any("source_material", ["LIGHT NOVEL"])], "source_material"],
    ["Filler", "filler, fillers, filler episodes, filler arcs", tagged("Has Fillers")],
    [
      "Blood",
      "blood, blood and guts",
      tagged("Gore", "Violence", "Splatter", "Mutilation", "Body Horror", "Mood bloody"),
    ],
  ];

/** What a value of a field is called among what was understood; else a theme. */
const KINDS: Readonly<Record<string, string>> = { demographics: "demographic", source_material: "source" };

const DENIED = new Phrases<readonly Sense[]>();
for (const [name, phrases, rules, field = "tags"] of TABLE) {
  const meant = [sense("theme", KINDS[field] ?? "theme", field, name, { rules })];
  for (const phrase of list(phrases)) DENIED.add(wordsOfPhrase(phrase), meant);
}

/** The longest of them that begins at a place. */
export function deniedAt(tokens: readonly Token[], at: number): Span | undefined {
  const found = DENIED.longest(tokens, at, tokens.length);
  return found && { start: at, end: at + found.length, senses: found.value, cued: false };
}
