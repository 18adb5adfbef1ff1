import { bareTrees, flight, forest, hills, mountains, road, scales, ship, waves } from "./land.ts";
import type { Motif } from "./motif.ts";
import { castle, court, school, skyline, stage, torii, train } from "./places.ts";
import { blade, blocks, cards, clockwork, door, eye, fire, flowers, neon, spiral } from "./signs.ts";
import { bowl, cat, emblem, hero, robot, rocket, umbrella } from "./subjects.ts";

/** By words in the names of themes: what a story is known for says more than its genre. */
const BY_THEME: readonly (readonly [RegExp, readonly Motif[]])[] = [
  [/mecha|robot/i, [robot, robot]],
  [/school|delinquent|club/i, [school]],
  [/space|alien|astronaut/i, [rocket]],
  [/pirate|sea|ocean|naval/i, [ship, waves]],
  [/aviation|flight|pilot/i, [flight]],
  [/samurai|ninja|swordplay|martial|assassin/i, [blade]],
  [/youkai|folklore|mythology|shrine|religion/i, [torii, scales]],
  [/music|band|idol|showbiz|perform/i, [stage]],
  [/sport|racing|combat/i, [court, road]],
  [/cat|animal|pet/i, [cat, forest]],
  [/cyberpunk|virtual|artificial|android|hack|internet/i, [neon, skyline]],
  [/time|loop|steampunk|reincarnation/i, [clockwork, spiral]],
  [/gourmet|cook|food|restaurant/i, [bowl]],
  [/game|gambl|wits|strategy|poker/i, [cards]],
  [/detective|crime|police|conspiracy|mafia|spy/i, [skyline, door]],
  [/rural|iyashikei|farm|country/i, [hills, forest]],
  [/travel|railway|road/i, [train, road, mountains]],
  [/war|military|apocaly|surviv|revenge/i, [fire, mountains, hero]],
  [/magic|witch|henshin|mahou/i, [emblem, castle]],
  [/vampire|demon|ghost|gore|monster/i, [bareTrees, eye]],
  [/surreal|dream|memory|philosoph|psycholog/i, [spiral, eye, blocks]],
  [/love|romance|cgdct|girls|crossdress/i, [flowers, umbrella]],
  [/super power|superhero/i, [hero]],
  [/isekai|fantasy|royal|noble/i, [castle, mountains]],
  [/grief|tragedy|family|childcare|coming of age|adult cast|found family/i, [umbrella, train, hills]],
  [/histor|literary/i, [scales, torii]],
];

const BY_GENRE: Readonly<Record<string, readonly Motif[]>> = {
  Action: [hero, blade, fire, skyline],
  Adventure: [mountains, ship, flight, road],
  "Avant Garde": [blocks, spiral],
  "Boys Love": [umbrella, flowers],
  Comedy: [school, cat, hills, court, blocks],
  Drama: [umbrella, train, waves, road],
  Ecchi: [flowers, emblem],
  Fantasy: [castle, forest, mountains, flight],
  "Girls Love": [flowers, umbrella],
  Gourmet: [bowl],
  Horror: [bareTrees, eye, door],
  "Mahou Shoujo": [emblem],
  Mecha: [robot],
  Music: [stage],
  Mystery: [door, skyline, eye],
  Psychological: [spiral, eye, blocks],
  Romance: [umbrella, flowers, train],
  "Sci-Fi": [rocket, neon, skyline, clockwork],
  "Slice of Life": [hills, school, train, cat],
  Sports: [court],
  Supernatural: [torii, bareTrees, scales],
  Suspense: [door, cards, skyline],
  Thriller: [eye, door, bareTrees],
};

const ANY: readonly Motif[] = [mountains, waves, scales, forest, hills, blocks, spiral, flight, skyline];

/** Motifs that suit the genres and themes, the likelier ones more than once; never none. */
export function suitingMotifs(genres: readonly string[], themes: readonly string[]): readonly Motif[] {
  const named = [...themes, ...genres];
  const told = BY_THEME.filter(([word]) => named.some((name) => word.test(name))).flatMap(
    ([, motifs]) => motifs,
  );
  const kind = genres.flatMap((genre) => BY_GENRE[genre] ?? []);
  const suiting = [...told, ...told, ...kind];
  return suiting.length > 0 ? suiting : ANY;
}
