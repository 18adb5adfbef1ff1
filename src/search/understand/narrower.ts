import { list } from "./wording.ts";

/**
 * What is a kind of what, by the names of concepts. Only a denial follows it: who wants no school wants no student
 * council, while who wants a school may well mean lessons.
 */
const TABLE: Readonly<Record<string, string>> = {
  // Genres
  Comedy: "Gag Humor, Slapstick, Parody, Absurdist Humour, lighthearted",
  Ecchi: "Nudity, Perverts, Large Breasts",
  Fantasy:
    "Magic, Elves, Dragons, Demon Lords, Goblins, Fairies, Isekai, Reincarnation, High Fantasy, Dark Fantasy, Urban Fantasy, Dungeon, Magic School, Witches, Person in a Strange World",
  Horror: "Body Horror, Cosmic Horror, Gore, bloody",
  Mecha: "Super Robot, Real Robot",
  Music: "Musical Band, Idol, Singers",
  Romance:
    "Boys Love, Girls Love, Couples, First Love, Love Triangle, Unrequited Love, Love Confessions, Adult Romance, Marriage, Arranged Marriage, Enemies to Lovers, Friends to Lovers, Interspecies Romance, Fake Relationship, Magical Girlfriend, Harem, Reverse Harem, Love Status Quo, Otome, Polyamory, Infidelity, Teacher and Student",
  Sports:
    "Team Sports, Football, American Football, Volleyball, Basketball, Baseball, Tennis, Badminton, Boxing, Wrestling, Cycling, Swimming, Golf, Figure Skating, Hockey, Running, Gymnastics, Rugby, Racing, Horse Racing, Combat Sports",
  Supernatural:
    "Fantasy, Youkai, Ghosts, Demons, Demon Lords, Vampires, Zombies, Werewolves, Shinigami, Gods, Angels, Exorcists, Curses, Witches, Magic, Psychic, Super Power, Monsters, Parasites, Necromancers, Succubi, Immortals, Afterlife, Time Loop, Reincarnation, Isekai, Person in a Strange World, Urban Legends",
  // Kinds of story
  Harem: "Reverse Harem",
  Isekai: "Person in a Strange World, Reverse Isekai, Reincarnation",
  Idol: "Female Idols, Male Idols",
  // Moods
  bloody: "Gore, Violence, Body Horror",
  dark: "Gore, Body Horror, Abuse, Suicide, Everybody Dies, Serial Killers, bloody",
  sad: "Grief, Everybody Dies",
  // Themes
  School:
    "High School, Middle School, Elementary School, School Clubs, Boys School, Girls School, Boarding School, Magic School, Student Council, Transfer Students",
  "High School": "School Clubs, Student Council",
  Military: "War, World War II, Soldiers, Tanks, Military Girls, Child Soldiers",
  War: "Military, World War II, Soldiers, Tanks, Military Girls, Child Soldiers",
  Crime: "Mafia, Serial Killers, Thieves, Con Artists",
  Violence: "Gore, bloody, Body Horror, Abuse, Serial Killers",
  Gore: "bloody, Body Horror",
  Magic: "Mahou Shoujo, Magic School, Witches, Alchemy, High Fantasy",
  "Super Power": "Psychic, Superheroes, Battle Shounen",
  "Time Travel": "Time Loop",
  Monsters: "Kaiju, Zombies, Monster Girls",
  Demons: "Demon Lords, Succubi, Exorcists",
  Ghosts: "Urban Legends",
  Robot: "Mecha, Super Robot, Real Robot, Robot Girls, Cyborgs, Artificial Intelligence",
  Space: "Space Travel, Space Opera, Astronauts",
  Historical: "Samurai, Feudal, Bakumatsu and Meiji, Medieval, Ancient China, Ancient, World War II, Vikings",
  Animals: "Cats, Dogs, Talking Animals, Furry",
  "Video Games": "Virtual Reality",
  "Love Triangle": "Harem, Reverse Harem",
  "Child Cast": "Elementary School",
  Bullying: "Abuse",
  LGBTQ: "Boys Love, Girls Love",
};

export const NARROWER: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(TABLE).map(([name, narrower]) => [name, list(narrower)]),
);

/** The names of what is a kind of it; none where the table says nothing. */
export function narrowerThan(name: string): readonly string[] {
  return NARROWER.get(name) ?? [];
}
