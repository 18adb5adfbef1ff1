import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Random, seededRandom } from "../src/random.ts";

/** Words that make another query of each one of the file, so that none is asked twice. */
const ADDITIONS =
  "funny|sad|from the 90s|with magic|with robots|movie|for children|with a strong heroine|set in school|in space|classic|recent|short|long running|with good music|by Madhouse|romance|dark|with ghosts|about food|shounen|josei|on an island|with a talking animal|award winning|in Tokyo|with swords|with time travel|about siblings|in winter|cozy|with a twist".split(
    "|",
  );

/** The lines of queries.txt. */
export function readQueries(): string[] {
  return readFileSync(join(import.meta.dirname, "queries.txt"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** First the queries of the file, in a seeded order, then each with words added: about 20,000 without a repeat. */
export function differentQueries(): string[] {
  const random = seededRandom(3);
  const queries = readQueries();
  const longer = ADDITIONS.flatMap((addition) => queries.map((query) => `${query} ${addition}`));
  return [...shuffled(queries, random), ...shuffled(longer, random)];
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = items.map((item) => ({ item, key: random() }));
  return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
