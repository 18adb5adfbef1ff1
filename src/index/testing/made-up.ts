import type { AnimeEntry } from "../../anime/entry.ts";
import { seededRandom } from "../../random.ts";
import type { TextEmbedder } from "../../text-embedder/port.ts";

const WORDS =
  "sword moon school robot garden ghost river summer music stars dragon train winter letter ocean memory city shadow".split(
    " ",
  );
const GENRES = ["Action", "Comedy", "Drama", "Mystery", "Romance", "Sci-Fi"];
const TYPES = ["TV", "MOVIE", "OVA"] as const;

/** An entry made up from a number: the same number and revision give the same entry. */
export function madeUpEntry(number: number, revision = 0): AnimeEntry {
  const random = seededRandom(number * 1_000 + revision);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const words = (count: number) => Array.from({ length: count }, () => pick(WORDS)).join(" ");
  const episodes = Math.floor(random() * 4);
  return {
    title: `${words(2)} ${number}`,
    sources: [`https://myanimelist.net/anime/${number}`],
    type: pick(TYPES),
    year: 1980 + Math.floor(random() * 45),
    genres: [pick(GENRES)],
    ...(random() < 0.8 ? { synopsis: `${words(12)} ${revision}.` } : {}),
    statistics: { mal: { members: Math.floor(random() * 100_000) } },
    ...(episodes > 0
      ? {
          episode_details: Array.from({ length: episodes }, (_, i) => ({
            episode_number: i + 1,
            title: `${words(3)} ${revision}`,
          })),
        }
      : {}),
  };
}

/** An embedder of few dimensions that knows every word by its hash: quick, deterministic, and of no use to anybody. */
export function hashEmbedder(revision = "1", dimension = 16): TextEmbedder {
  return {
    identity: { provider: "test", model: "hash", revision, dimension, pooling: "mean" },
    maxBatch: 64,
    async embed(texts) {
      const rows = new Float32Array(texts.length * dimension);
      for (const [i, text] of texts.entries())
        embedOne(text, rows.subarray(i * dimension, (i + 1) * dimension));
      return rows;
    },
    status: () => ({ state: "ready" }),
    close: async () => undefined,
  };
}

function embedOne(text: string, row: Float32Array): void {
  for (const word of text.toLowerCase().match(/\w+/g) ?? []) {
    let seed = 0;
    for (const letter of word) seed = (Math.imul(seed, 31) + letter.charCodeAt(0)) >>> 0;
    const random = seededRandom(seed);
    for (let i = 0; i < row.length; i++) row[i]! += random() - 0.5;
  }
  const norm = Math.hypot(...row);
  if (norm > 0) for (let i = 0; i < row.length; i++) row[i]! /= norm;
}
