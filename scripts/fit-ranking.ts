// Fits the weights of the anime ranking (src/search/plan.ts) on the tuning half of the gold set, one number at a time:
// each is tried at a few multiples of itself, the best is kept, until a round changes nothing. Prints a table of every
// trial; writes nothing. Needs a filled DATA_DIR:
//
//     DATA_DIR=./data npx node scripts/fit-ranking.ts
import { GOLD } from "../src/cli/eval.ts";
import { judgedCatalogue } from "../src/cli/judged-catalogue.ts";
import { openCatalogue } from "../src/compose.ts";
import { halfOf, readGoldFolder } from "../src/evaluation/gold.ts";
import { type Judgement, judge } from "../src/evaluation/judge.ts";
import { measure } from "../src/evaluation/measure.ts";
import type { RankingDefaults } from "../src/search/plan.ts";
import { AnimeSearch } from "../src/search/search.ts";
import { readSettings } from "../src/settings.ts";

/** Multiples of a number that are tried; the spaces that weigh nothing yet are tried at these weights. */
const STEPS = [0.5, 0.8, 1.25, 2];
const NEW_WEIGHTS = [0.2, 0.5];
/** A gain below this is noise: 0.01 of one query in ten. */
const LEAST_GAIN = 0.001;
const MOST_ROUNDS = 3;

const catalogue = await openCatalogue(readSettings(process.env, process.cwd()));
const gold = readGoldFolder(GOLD);
const judged = judgedCatalogue(catalogue, { reference: gold });
const judgements: Judgement[] = [];
for (const query of gold.filter((query) => halfOf(query) === "tuning")) {
  const judgement = await judge(query, judged);
  if (judgement !== undefined) judgements.push(judgement);
}

/** Mean NDCG@10 over the tuning half. */
async function ndcgOf(ranking: RankingDefaults): Promise<number> {
  const search = new AnimeSearch({ ...catalogue.search, ranking });
  let sum = 0;
  for (const judgement of judgements) {
    const { query } = judgement.query;
    const answer = await search.search({ mode: "auto", limit: 10, include_nsfw: false, query });
    const ids = answer.results.map(({ id }) => id);
    sum += measure(judgement, ids, answer.no_good_match)["ndcg@10"];
  }
  return sum / judgements.length;
}

interface Trial {
  readonly name: string;
  readonly ranking: RankingDefaults;
}

/** The same ranking with another value of one number. */
function trialsOf(ranking: RankingDefaults): Trial[][] {
  const { weights } = ranking;
  const spaces = [...catalogue.search.spaces].filter(([, kind]) => kind !== "image").map(([name]) => name);
  const weightTrials = spaces.map((space) => {
    const now = weights[space] ?? 0;
    const values = now === 0 ? NEW_WEIGHTS : [0, ...STEPS.map((step) => now * step)];
    return values.map((value) => ({
      name: `${space} ${value.toFixed(2)}`,
      ranking: { ...ranking, weights: { ...weights, [space]: value } },
    }));
  });
  return [
    ...weightTrials,
    ...(["popularity", "sharpness", "leastCosine"] as const).map((number) =>
      STEPS.map((step) => ({
        name: `${number} ${(ranking[number] * step).toFixed(2)}`,
        ranking: { ...ranking, [number]: ranking[number] * step },
      })),
    ),
    STEPS.map((step) => ({
      name: `window ${Math.round(ranking.window * step)}`,
      ranking: { ...ranking, window: Math.round(ranking.window * step) },
    })),
  ];
}

let best = catalogue.search.ranking;
let bestNdcg = await ndcgOf(best);
console.log(`${judgements.length} queries (tuning half)\n\n${"as it is".padEnd(32)}${bestNdcg.toFixed(4)}`);
for (let round = 0, changed = true; changed && round < MOST_ROUNDS; round++) {
  changed = false;
  for (let number = 0; number < trialsOf(best).length; number++) {
    for (const { name, ranking } of trialsOf(best)[number]!) {
      const ndcg = await ndcgOf(ranking);
      const gained = ndcg >= bestNdcg + LEAST_GAIN;
      console.log(`${name.padEnd(32)}${ndcg.toFixed(4)}${gained ? "  kept" : ""}`);
      if (!gained) continue;
      [best, bestNdcg, changed] = [ranking, ndcg, true];
    }
  }
}
console.log(`\n${JSON.stringify(best, null, 2)}`);
await catalogue.close();
