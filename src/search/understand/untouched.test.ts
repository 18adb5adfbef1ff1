import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { testLexicon } from "./fixtures.ts";
import type { Lexicon } from "./lexicon.ts";
import { understand } from "./understand.ts";

let lexicon: Lexicon;
before(async () => {
  lexicon = await testLexicon();
});

const now = { year: 2026, season: "SUMMER" } as const;

/** Plots in a fan's words, full of words that are genres, themes, formats and times elsewhere. */
const PLOTS = `
two girls run a coffee shop after the world ended
a robot boy is built by a scientist who lost his son in school
sports car driver delivers tofu in the mountains at night
high school boy finds a notebook that kills people whose name is written in it
girl without a face wanders through a haunted school looking for her name
a boy with no powers enrolls in a school for heroes and trains every day
two brothers try to bring their mother back with alchemy and lose their bodies
retired film star tells an interviewer about her life and the movies she made
a space cowboy hunts bounties with a dog and a woman who forgot her past
kid stuck in a video game must clear one hundred floors to get out alive
vampire girl moves next door and her brother has to donate blood every week
the last samurai protects a village from bandits with six other hired swords
music club girls drink tea and eat cake instead of practising guitar
a detective shrunk into a child solves murders for his girlfriend's drunken father
giant monsters climb out of the sea and teenagers are forced to pilot machines
boy from the 1980s wakes up two hundred years later on a ship full of cats
they travel by train through the galaxy to get a mechanical body for free
a princess raised by wolves hates the people who cut down her forest
an old soldier writes letters for people who cannot say what they feel
girl trapped in a bath house works for a witch to free her parents who became pigs
teacher with yellow tentacles trains his class to assassinate him before graduation
a chess prodigy plays for his life against a masked gambler in an empty casino
after a car accident he can see ghosts and they will not leave him alone
pirates with rubber arms sail to the end of the sea for a treasure nobody has seen
the boy looks like a girl and everyone in the drama club falls in love with him
no one remembers the seventh student who was never there at all
a war orphan and her little brother starve in the countryside while fireflies glow
the idol quits singing to act and someone pretends to be her on the internet
he dies and returns to the same morning every time he fails to save her
an angel and a demon open a bakery in a small town without any magic
a shy girl disguised as a boy joins an all boys school to meet the runner she admires
hitman with amnesia raises the daughter of the man he was paid to kill
a boy who lost his memory wakes up on an island where everybody knows him
thief steals paintings at night while a detective chases him and a girl at school suspects him
princess runs away from an arranged marriage and becomes a bounty hunter
boy reborn as a slime befriends monsters and builds a town
`;

/** Titles with words of attributes in them; none may be taken apart. */
const TITLES = `
School Days
Drama CD
Romance of the Three Kingdoms
Winter Sonata
Movie War
No Game No Life
No Guns Life
Kimi no Na wa
Shingeki no Kyojin
Not Simple
Mahou Shoujo Madoka Magica
Shoujo Kakumei Utena
Space Dandy
Space Battleship Yamato 2199
Vampire Knight
Samurai Champloo
Magic Knight Rayearth
Detective Conan
School Rumble
High School of the Dead
Action Heroine Cheer Fruits
Fantasy Bishoujo Juniku Ojisan to
Comic Girls
War of the Worlds
The Adventures of Tom Sawyer
Music Girls Band Party Picnic
Mecha-Ude
Mob Psycho 100
One Punch Man
Princess Jellyfish
Wolf Children
Tokyo Godfathers
Ghost Hound
Dragon Ball Z
Idol Densetsu Eriko
Kids on the Slope
Horror Stand Parade
Without Words
Summer Wars
Winter Cicada
Spring and Chaos
After the Rain
Before Green Gables
Since You Went Away
From Up on Poppy Hill
Seven of Seven
Eighty-Six
86
Free!
Air
Trigun
K
Only Yesterday
Comme les nuages, comme le vent
進撃の巨人
もののけ姫
Стальной алхимик
강철의 연금술사
`;

function lines(text: string): string[] {
  return text.trim().split("\n");
}

describe("a plot is searched by meaning, as it was written", () => {
  for (const plot of lines(PLOTS)) {
    it(plot, () => {
      const { understood, mentioned, preferences, filter, rest, like, part } = understand(plot, lexicon, {
        now,
      });
      assert.deepEqual(
        { filter, rest, like, part },
        { filter: {}, rest: plot, like: undefined, part: undefined },
      );
      // What it is about counts a little.
      assert.deepEqual(
        understood.map(({ id, effect }) => [id, effect]),
        mentioned.map((id) => [id, "preference"]),
      );
      assert.ok(understood.every(({ kind }) => kind === "theme" || kind === "tag"));
      assert.ok(preferences.every(({ weight }) => weight < 0.25));
    });
  }
});

describe("a title constrains nothing", () => {
  for (const title of lines(TITLES)) {
    it(title, () => {
      const { filter, rest, like } = understand(title, lexicon, { now });
      assert.deepEqual({ filter, rest, like }, { filter: {}, rest: title, like: undefined });
    });
  }

  it("not even where all of it is attributes, if it is known", () => {
    const isTitle = () => true;
    for (const title of ["Comedy", "Space Opera", "Romance", "1995", "Best Movie 2016", "Without Harem"]) {
      assert.deepEqual(understand(title, lexicon, { now, isTitle }).filter, {}, title);
    }
  });

  it("nor inside a longer query, if it is known", () => {
    const isTitle = (text: string) => text === "School Days" || text === "Comedy Zoo";
    for (const query of ["watch School Days online", "School Days ending", "Comedy Zoo anime"]) {
      assert.deepEqual(understand(query, lexicon, { now, isTitle }).filter, {}, query);
    }
  });
});

describe("any text is a query", () => {
  const strange = [
    "",
    "   ",
    "?!?! ... !!",
    "🍕🍕🍕",
    "\ud800",
    "mecha \udfff anime",
    "not",
    "no no no no",
    "like",
    "by",
    "second season of",
    "anime like",
    "except",
    "from the",
    "between and",
    "over episodes",
    "season",
    "1".repeat(2000),
    "not ".repeat(500),
    "like ".repeat(400),
    "movies of ".repeat(200),
    "1995-".repeat(400),
    "進撃".repeat(1000),
    "\u0300".repeat(2000),
    "ｍｅｃｈａ ａｎｉｍｅ",
    "مسلسلات أنمي رومانسية",
    "អានីមេ",
  ];
  for (const query of strange) {
    it(JSON.stringify(query.slice(0, 20)), () => {
      for (const isTitle of [undefined, () => true, () => false]) {
        const options = { now, ...(isTitle ? { isTitle } : {}) };
        const first = understand(query, lexicon, options);
        assert.deepEqual(understand(query, lexicon, options), first);
        for (const { id, text } of first.understood) {
          assert.ok(id.length <= 64);
          assert.ok(query.includes(text));
        }
      }
    });
  }

  it("reads full width letters as plain ones", () => {
    assert.equal(understand("ｍｅｃｈａ ａｎｉｍｅ", lexicon, { now }).understood[0]?.id, "genre:mecha");
  });
});
