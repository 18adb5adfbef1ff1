/**
 * The engine alone: one space on one thread, and five spaces fused beside zvec, LanceDB and usearch, each tuned to
 * the same recall and timed in turns.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DenseCodes } from "../src/vector-store/scan/dense-codes.ts";
import { hasSharedCatalogue, readEntries, synopsisSentences, WITHOUT_SHARED } from "./catalogue.ts";
import { Child } from "./child.ts";
import {
  type Built,
  type ContestantCall,
  IN_FLIGHT,
  type Timed,
  type TimedWork,
} from "./contestants/calls.ts";
import { FUSED_LIMIT } from "./contestants/port.ts";
import { exactScores, mean, recallAt } from "./exact.ts";
import { FIELD_SETS, type HashedSpace, hashedSpace } from "./hashed-vectors.ts";
import type { Options } from "./options.ts";
import type { Goal, Row, Section } from "./report.ts";
import { median, timesOf } from "./timing.ts";

const DIMENSION = 1024;
const QUERIES = 200;
const WANTED_RECALL = 0.97;
/** Candidates that each space gives to the fusion: as few as the answer has, and as many as a real search takes. */
const WINDOWS = [FUSED_LIMIT, 100];
const ROUNDS = 5;
/** Efforts that reach the recall and are compared: the least is not always the fastest. */
const REACHED = 3;
const BUILD_LIMIT = 15 * 60_000;
const CALL_LIMIT = 3 * 60_000;

const CONTESTANTS = [
  "kotodama",
  "zvec-flat",
  "zvec-hnsw",
  "zvec-fp32",
  "zvec-rabitq",
  "lancedb-hnsw",
  "lancedb-flat",
  "usearch-i8",
  "usearch-f16",
];

export async function engine(options: Options): Promise<Section> {
  const { entries, name } = readEntries(options.share);
  const sentences = synopsisSentences(entries, QUERIES);
  const spaces = Object.entries(FIELD_SETS).map(([fields, textsOf], i) =>
    hashedSpace(
      fields,
      entries.map((entry) => textsOf(entry).filter(Boolean).join(" ")),
      sentences,
      { dimension: DIMENSION, seed: i + 1 },
    ),
  );
  const truth = spaces.map(({ vectors, queries }) => queries.map((query) => exactScores(vectors, query)));
  const one = oneSpace(spaces[0]!, truth[0]!, options.rounds ?? ROUNDS);
  const chosen =
    options.only === undefined ? CONTESTANTS : CONTESTANTS.filter((c) => options.only!.includes(c));
  const folder = mkdtempSync(join(tmpdir(), "kotodama-bench-"));
  try {
    const contest = await fiveSpaces(spaces, truth, folder, chosen, options.rounds ?? ROUNDS);
    const judged = hasSharedCatalogue && options.share === 1;
    return {
      title: "Engine: dense spaces",
      notes: [
        `${name}; ${spaces.length} spaces of ${DIMENSION}-d hashed TF-IDF (seeds 1 to 5; of ${spaces.map((space) => space.name).join("; ")}); queries are ${sentences.length} sentences of synopses.`,
        "Recall counts a row as right when its exact float32 score is at least that of the k-th best.",
        `Five spaces: a request is five searches of the given window and reciprocal rank fusion (k 60) in JavaScript, the same function for all. Every engine runs in its own process, is set to the fastest of its least efforts that reach the mark (recall at the window, mean of the five spaces: ${WANTED_RECALL}, and what Kotodama reaches as the service has it) and is timed in ${options.rounds ?? ROUNDS} rounds, in turns with the others; medians of the rounds. ${IN_FLIGHT} requests in flight; usearch, which is synchronous, gets them as batches over all cores.`,
        "Kotodama also completes every candidate's score in every space, which the others are not asked for. It holds all vectors twice here, once for each priority that its spaces may have.",
        ...(hasSharedCatalogue ? [] : [WITHOUT_SHARED]),
      ],
      tables: [
        { title: "One space on one thread, top 10", rows: [one.row] },
        { title: "Five spaces fused", rows: contest.rows },
      ],
      goals: judged ? [...one.goals, ...contest.goals] : [],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function oneSpace(space: HashedSpace, truth: readonly Float32Array[], rounds: number) {
  const { dimension, vectors, queries } = space;
  let from = performance.now();
  const codes = DenseCodes.encode({ dimension, distance: "cosine", vectors, rowOf: null });
  const build = (performance.now() - from) / 1000;
  const found = queries.map((query) => codes.search(query, FUSED_LIMIT).rows);
  const recall = mean(found.map((rows, i) => recallAt(FUSED_LIMIT, rows, truth[i]!)));
  const durations: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const query of queries) {
      from = performance.now();
      codes.search(query, FUSED_LIMIT);
      durations.push(performance.now() - from);
    }
  }
  const { p50, p95 } = timesOf(durations);
  const perSecond = 1000 / mean(durations);
  const row: Row = {
    engine: "Kotodama, in process",
    "recall@10": recall,
    "p50 ms": p50,
    "p95 ms": p95,
    "requests/s": perSecond,
    "build s": build,
    "memory MB": codes.bytes / 1e6,
  };
  const goals: Goal[] = [
    { what: "one space, one thread: recall@10", measured: recall, unit: "", least: WANTED_RECALL },
    { what: "one space, one thread: p50", measured: p50, unit: "ms", most: 1 },
  ];
  return { row, goals };
}

interface Entrant {
  readonly name: string;
  readonly child: Child;
  readonly built: Built;
}

/** An effort of an entrant, its recall over all queries and spaces, and how long they took, in ms. */
interface Try {
  readonly effort: number;
  readonly recall: number;
  readonly elapsed: number;
}

interface Swept {
  readonly entrant: Entrant;
  readonly tries: readonly Try[];
}

interface Tuned {
  readonly entrant: Entrant;
  readonly effort: number;
  readonly recall: number;
}

async function fiveSpaces(
  spaces: readonly HashedSpace[],
  truth: readonly (readonly Float32Array[])[],
  folder: string,
  names: readonly string[],
  rounds: number,
): Promise<{ rows: Row[]; goals: Goal[] }> {
  const files = spaces.map(({ vectors, dimension }, i) => {
    const path = join(folder, `space_${i}.f32`);
    writeFileSync(path, vectors);
    return { path, dimension };
  });
  const queries = spaces[0]!.queries.map((_, i) => spaces.map((space) => space.queries[i]!));
  const failures: Row[] = [];
  const entrants: Entrant[] = [];
  const rows: Row[] = [];
  const goals: Goal[] = [];
  try {
    for (const name of names) {
      const own = join(folder, name);
      mkdirSync(own);
      const child = new Child(new URL("./contestants/contestant-process.ts", import.meta.url), [name, own]);
      try {
        const built = await child.call<Built>(say({ do: "build", spaces: files }), BUILD_LIMIT);
        await child.call(say({ do: "queries", queries }), CALL_LIMIT);
        entrants.push({ name, child, built });
        progress(`${name}: built in ${built.seconds.toFixed(1)} s`);
      } catch (error) {
        child.end();
        failures.push({ engine: name, remark: `failed: ${messageOf(error)}` });
        progress(`${name}: ${messageOf(error)}`);
      }
    }
    for (const window of WINDOWS) {
      const swept: Swept[] = [];
      // Kotodama comes first: what it reaches is the second mark for the others.
      for (const entrant of entrants) {
        const own = ownRecall(swept);
        try {
          swept.push(await sweep(entrant, window, truth, Math.max(WANTED_RECALL, own ?? 0)));
        } catch (error) {
          failures.push({ engine: entrant.name, window, remark: `failed: ${messageOf(error)}` });
        }
      }
      const own = ownRecall(swept);
      const marks = own !== undefined && own > WANTED_RECALL ? [WANTED_RECALL, own] : [WANTED_RECALL];
      for (const mark of marks) {
        const timed = await timeInTurns(
          swept.map((s) => choose(s, mark)),
          window,
          rounds,
        );
        const kotodama = timed.find(({ entrant }) => entrant.name === "kotodama");
        rows.push(...timed.map((t) => contestRow(t, window, mark, kotodama)));
        goals.push(...contestGoals(timed, window, mark));
      }
    }
  } finally {
    for (const { child } of entrants) child.end();
  }
  return { rows: [...rows, ...failures], goals };
}

/** What Kotodama reaches as the service has its best spaces. */
function ownRecall(swept: readonly Swept[]): number | undefined {
  const own = swept.find(({ entrant }) => entrant.name === "kotodama");
  return own && Math.max(...own.tries.map(({ recall }) => recall));
}

/** Tries efforts from the least until several reach the mark, or all. */
async function sweep(
  entrant: Entrant,
  window: number,
  truth: readonly (readonly Float32Array[])[],
  mark: number,
): Promise<Swept> {
  const { child, built, name } = entrant;
  const tries: Try[] = [];
  for (const effort of built.efforts.keys()) {
    await child.call(say({ do: "use", effort }), CALL_LIMIT);
    // The first searches of a process are slower: code is compiled, memory is met for the first time.
    if (effort === 0) await child.call(say({ do: "search", k: window }), CALL_LIMIT);
    const began = performance.now();
    const found = await child.call<readonly (readonly Int32Array[])[]>(
      say({ do: "search", k: window }),
      CALL_LIMIT,
    );
    const elapsed = performance.now() - began;
    const recall = mean(
      found.flatMap((spaces, query) =>
        spaces.map((rows, space) => recallAt(window, rows, truth[space]![query]!)),
      ),
    );
    tries.push({ effort, recall, elapsed });
    progress(`${name}, window ${window}: ${built.efforts[effort]}, recall ${recall.toFixed(4)}`);
    if (tries.filter((t) => reaches(t.recall, mark)).length === REACHED) break;
  }
  return { entrant, tries };
}

/** The fastest of the least efforts that reach the mark, or the best where none does. */
function choose({ entrant, tries }: Swept, mark: number): Tuned {
  const reaching = tries.filter((t) => reaches(t.recall, mark)).slice(0, REACHED);
  const chosen =
    reaching.length > 0
      ? reaching.reduce((a, b) => (b.elapsed < a.elapsed ? b : a))
      : tries.reduce((a, b) => (b.recall > a.recall ? b : a));
  return { entrant, effort: chosen.effort, recall: chosen.recall };
}

/** To a thousandth: recalls that differ by less are equal. */
function reaches(recall: number, mark: number): boolean {
  return recall >= mark - (mark > WANTED_RECALL ? 0.001 : 0);
}

interface TimedEntrant extends Tuned {
  readonly oneSpace: number[];
  readonly fused: number[];
  readonly perSecond: number[];
  /** Of a fused request with others in flight, in ms. */
  readonly processor: number[];
}

/** Every round asks each entrant in turn, so that whatever else the machine does hits all alike. */
async function timeInTurns(
  tuned: readonly Tuned[],
  window: number,
  rounds: number,
): Promise<readonly TimedEntrant[]> {
  const timed = tuned.map(
    (t): TimedEntrant => ({ ...t, oneSpace: [], fused: [], perSecond: [], processor: [] }),
  );
  // The first round warms up.
  for (const t of timed) await t.entrant.child.call(say({ do: "use", effort: t.effort }), CALL_LIMIT);
  for (let round = 0; round <= rounds; round++) {
    for (const t of timed) {
      const run = (what: TimedWork, count: number) =>
        t.entrant.child.call<Timed>(
          say({ do: "time", what, k: window, from: round * 97, count }),
          CALL_LIMIT,
        );
      const single = await run("one space", QUERIES / 2);
      const fused = await run("fused", QUERIES / 2);
      const atOnce = await run("fused at once", 2 * QUERIES);
      if (round === 0) continue;
      t.oneSpace.push(...single.durations);
      t.fused.push(...fused.durations);
      t.perSecond.push((atOnce.durations.length / atOnce.elapsed) * 1000);
      t.processor.push(atOnce.processor / atOnce.durations.length);
    }
  }
  return timed;
}

function contestRow(t: TimedEntrant, window: number, mark: number, kotodama: TimedEntrant | undefined): Row {
  const { entrant, effort, recall } = t;
  const { engine, setting, efforts, seconds, memory } = entrant.built;
  const fused = timesOf(t.fused);
  const perSecond = median(t.perSecond);
  return {
    engine,
    setting: `${setting}; ${efforts[effort]}`,
    window,
    mark,
    recall,
    "one space p50 ms": timesOf(t.oneSpace).p50,
    "five fused p50 ms": fused.p50,
    "p95 ms": fused.p95,
    "requests/s": perSecond,
    "Kotodama's": kotodama === undefined ? null : `${(median(kotodama.perSecond) / perSecond).toFixed(2)} ×`,
    "CPU ms each": median(t.processor),
    "build s": seconds,
    "memory MB": memory / 1e6,
    remark: reaches(recall, mark) ? "" : "does not reach the mark",
  };
}

/** Against the best setting of each peer that reaches the recall. */
function contestGoals(timed: readonly TimedEntrant[], window: number, mark: number): Goal[] {
  const kotodama = timed.find(({ entrant }) => entrant.name === "kotodama");
  if (kotodama === undefined) return [];
  const peers = new Map<string, number>();
  for (const t of timed) {
    if (t === kotodama || !reaches(t.recall, mark)) continue;
    const { engine } = t.entrant.built;
    peers.set(engine, Math.max(peers.get(engine) ?? 0, median(t.perSecond)));
  }
  const goal = ([engine, perSecond]: [string, number]): Goal => ({
    what: `five spaces fused, window ${window}, at recall ${mark.toFixed(3)}: throughput beside ${engine}`,
    measured: median(kotodama.perSecond) / perSecond,
    unit: "times",
    least: 2,
  });
  const what = `five spaces fused, window ${window}: recall`;
  const own: Goal = { what, measured: kotodama.recall, unit: "", least: WANTED_RECALL };
  return [...(mark === WANTED_RECALL ? [own] : []), ...[...peers].map(goal)];
}

function say(call: ContestantCall): ContestantCall {
  return call;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function progress(text: string): void {
  process.stderr.write(`  ${text}\n`);
}
