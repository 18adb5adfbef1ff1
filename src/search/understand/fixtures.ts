import { Lexicon } from "./lexicon.ts";

const VALUES: Readonly<Record<string, string>> = {
  genres:
    "Action, Adventure, Avant Garde, Award Winning, Boys Love, Comedy, Drama, Ecchi, Fantasy, Girls Love, Gourmet, Horror, Mahou Shoujo, Mecha, Music, Mystery, Psychological, Romance, Sci-Fi, Slice of Life, Sports, Supernatural, Suspense, Thriller",
  demographics: "Kids, Shounen, Shoujo, Seinen, Josei",
  tags: "School, High School, School Clubs, Magic, Historical, Super Power, Military, War, Demons, Space, Space Opera, Harem, Reverse Harem, Idol, Swordplay, Piloted Robot, Magical Girl, Isekai, Alien, Samurai, Vampire, Detective, Post Apocalypse, Virtual Reality, Robot, Time Travel, Cyberpunk, Ninja, Pirate, Zombie, Iyashikei, CGDCT, Cute Girls Doing Cute Things, Volleyball, Baseball, Soccer, Musical Band, Motorsport, Cooking, Tragedy, Tsundere, Yandere, Delinquent, Female Protagonist, Adult Cast, Working Life, Workplace, Parody, Family, Countryside, Gambling, Espionage, Assassin, Chuunibyou, action comedy, place, Earth, Dragon, Ghost, Revenge, Journey, Strong Female Lead, Overpowered Main Characters, Fake Relationship, Elderly, Crossdressing",
  studios:
    "Kyoto Animation, Studio Ghibli, A-1 Pictures, P.A. Works, Bones, Trigger, Actas, White Fox, Madhouse, Production I.G, Sunrise, Toei Animation, Studio Deen, J.C.Staff, feel.",
  directors: "Hayao Miyazaki, Shinichirou Watanabe, Makoto Shinkai",
  composers: "Yoko Kanno",
  original_creators: "Naoki Urasawa",
  voice_actors: "Kana Hanazawa",
};

/** How many entries the made-up catalogue has for a value; few for names that are not well known. */
const COUNTS: Readonly<Record<string, number>> = { Actas: 5, "feel.": 5 };

/** Works of people that no entry of it credits. */
const WORKS = new Set(["Mushishi", "Mushishi Zoku Shou", "Aku no Hana"]);

/** A lexicon of a made-up catalogue with the values that tests speak of. */
export function testLexicon(): Promise<Lexicon> {
  return Lexicon.load({
    async facet(field) {
      const values = VALUES[field]?.split(", ") ?? [];
      return values.map((value) => ({ value, count: COUNTS[value] ?? 40 }));
    },
    works: async (titles) => {
      const ids = titles.filter((title) => WORKS.has(title));
      return { ids, fits: { key: "id", any: ids }, count: ids.length };
    },
  });
}
