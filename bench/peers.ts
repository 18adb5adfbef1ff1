/** Text search side by side: the service's own and what comes nearest to it, on the same catalogue and queries. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "../src/random.ts";
import { franchises } from "../training/catalogue.ts";
import { type Entry, hasSharedCatalogue, readEntries, WITHOUT_SHARED } from "./catalogue.ts";
import { Child } from "./child.ts";
import { mean } from "./exact.ts";
import { ROOT } from "./machine.ts";
import type { Options } from "./options.ts";
import { readQueries } from "./queries.ts";
import type { Row, Section } from "./report.ts";
import { ingested } from "./service.ts";
import { RESULTS, type TextBuilt, type TextCall, type TextFound } from "./text-contestants/port.ts";
import { timesOf } from "./timing.ts";

const CONTESTANTS = [
  "kotodama",
  "minisearch",
  "minisearch-fuzzy",
  "orama",
  "orama-fuzzy",
  "lancedb",
  "zvec",
  "usearch",
];
const QUERIES = 200;
const ROUNDS = 3;
const BUILD_LIMIT = 15 * 60_000;
const CALL_LIMIT = 5 * 60_000;
const PLOTS = join(ROOT, "training", "plots.jsonl");

interface Plot {
  readonly query: string;
  /** A source URL of the anime that is meant. */
  readonly id: string;
}

interface Entrant {
  readonly name: string;
  readonly child: Child;
  readonly built: TextBuilt;
  readonly durations: number[];
  quality: Quality | null;
}

interface Quality {
  readonly mrr: number;
  readonly hit: number;
}

export async function peers(options: Options): Promise<Section> {
  const { entries, name } = readEntries(options.share);
  const chosen = CONTESTANTS.filter((contestant) => options.only?.includes(contestant) ?? true);
  const folder = mkdtempSync(join(tmpdir(), "kotodama-bench-"));
  const rounds = options.rounds ?? ROUNDS;
  const random = seededRandom(11);
  const queries = readQueries()
    .map((query) => ({ query, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, QUERIES)
    .map(({ query }) => query);
  const plots = judgedPlots(entries);
  const entrants: Entrant[] = [];
  const failures: Row[] = [];
  const attempt = async (who: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const remark = `failed: ${error instanceof Error ? error.message : error}`;
      failures.push({ engine: who, remark });
      process.stderr.write(`  ${who} ${remark}\n`);
    }
  };
  try {
    for (const contestant of chosen) {
      await attempt(contestant, async () => {
        const own = contestant === "kotodama" ? await ingested(options) : join(folder, contestant);
        mkdirSync(own, { recursive: true });
        const module = new URL("./text-contestants/text-contestant-process.ts", import.meta.url);
        const child = new Child(module, [contestant, own, String(options.share)]);
        const entrant = { name: contestant, child, durations: [], quality: null };
        try {
          const built = await child.call<TextBuilt>(say({ do: "build" }), BUILD_LIMIT);
          entrants.push({ ...entrant, built });
          process.stderr.write(`  ${built.engine}: built in ${built.seconds.toFixed(1)} s\n`);
        } catch (error) {
          child.end();
          throw error;
        }
      });
    }
    for (const entrant of entrants) {
      await attempt(entrant.built.engine, async () => {
        const asked = say({ do: "search", queries: plots.map(({ query }) => query) });
        const { rows } = await entrant.child.call<TextFound>(asked, CALL_LIMIT);
        if (plots.length > 0) entrant.quality = qualityOf(rows, plots);
      });
    }
    // In turns, so that whatever else the machine does hits all alike; the plots have warmed everything up.
    for (let round = 0; round < rounds; round++) {
      for (const entrant of entrants) {
        await attempt(entrant.built.engine, async () => {
          const { durations } = await entrant.child.call<TextFound>(
            say({ do: "search", queries }),
            CALL_LIMIT,
          );
          entrant.durations.push(...durations);
        });
      }
    }
  } finally {
    for (const { child } of entrants) child.end();
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    title: "Text search beside other engines",
    notes: [
      `${name}; ${queries.length} queries of bench/queries.txt, one at a time, in process, ${rounds} rounds in turns; top ${RESULTS}. Full text over title, synonyms, synopsis, genres with tags; vectors by the builtin embedder, the time of embedding the query included.`,
      plots.length > 0
        ? `Quality on the ${plots.length} descriptions of training/plots.jsonl whose anime is there; another entry of its franchise counts as right.`
        : "Quality is not judged: no description of training/plots.jsonl has its anime in this catalogue.",
      ...(options.share < 1 ? ["Kotodama searches the whole catalogue, the others their share of it."] : []),
      "Memory is that of the whole process after building, Node's own 50 MB included.",
      ...(hasSharedCatalogue ? [] : [WITHOUT_SHARED]),
    ],
    tables: [{ title: "Side by side", rows: [...entrants.map(entrantRow), ...failures] }],
  };
}

interface JudgedPlot {
  readonly query: string;
  isRight(row: number): boolean;
}

/** The descriptions whose anime is among the entries. */
function judgedPlots(entries: readonly Entry[]): JudgedPlot[] {
  if (!existsSync(PLOTS)) return [];
  const rowOf = new Map(
    entries.flatMap(({ sources }, row) => sources.map((source) => [source, row] as const)),
  );
  const franchise = franchises(entries);
  return readFileSync(PLOTS, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Plot)
    .flatMap(({ query, id }) => {
      const wanted = rowOf.get(id);
      if (wanted === undefined) return [];
      return [{ query, isRight: (row: number) => row >= 0 && franchise[row] === franchise[wanted] }];
    });
}

function qualityOf(found: readonly (readonly number[])[], plots: readonly JudgedPlot[]): Quality {
  const ranks = found.map((rows, i) => rows.findIndex((row) => plots[i]!.isRight(row)) + 1);
  return {
    mrr: mean(ranks.map((rank) => (rank > 0 ? 1 / rank : 0))),
    hit: mean(ranks.map((rank) => (rank > 0 ? 1 : 0))),
  };
}

function entrantRow({ built, durations, quality, name }: Entrant): Row {
  const { p50, p95 } = timesOf(durations);
  return {
    engine: built.engine,
    setting: built.setting,
    "p50 ms": p50,
    "p95 ms": p95,
    "MRR@10": quality?.mrr ?? null,
    "hit@10": quality?.hit ?? null,
    "build s": name === "kotodama" ? null : built.seconds,
    "memory MB": built.memory / 1e6,
    remark: built.remark,
  };
}

function say(call: TextCall): TextCall {
  return call;
}
