import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import Type from "typebox";
import { openCatalogue } from "../compose.ts";
import { errno, fail } from "../errors.ts";
import { compare } from "../evaluation/compare.ts";
import {
  type Configuration,
  type Evaluation,
  evaluate,
  type JudgedSet,
  type Ranker,
  searchRanker,
} from "../evaluation/evaluate.ts";
import { type Floor, fallen, floorOf, readFloor } from "../evaluation/floor.ts";
import { halfOf, KINDS, type PlacedQuery, readGoldFolder } from "../evaluation/gold.ts";
import { judgeAll } from "../evaluation/judge.ts";
import { legsReport, otherFusions, type Part, singleLegs } from "../evaluation/legs.ts";
import { changedQueries, type Report } from "../evaluation/report/report.ts";
import {
  comparisonText,
  evaluationText,
  failuresText,
  fallenText,
  legsText,
  reportText,
} from "../evaluation/report/text.ts";
import { readSavedReport, type SavedReport } from "../evaluation/saved.ts";
import { nearest } from "../nearest.ts";
import { SearchRequest } from "../search/request.ts";
import { checked } from "../validation.ts";
import { type EvalOptions, jsonOption } from "./command-line.ts";
import type { CommandContext } from "./context.ts";
import {
  chanceCoherence,
  describedBy,
  judgedCatalogue,
  searchableSpaces,
  titlesRanker,
} from "./judged-catalogue.ts";
import { EXIT, type Output } from "./output.ts";

/** The folder of the gold files that come along. */
export const GOLD = fileURLToPath(new URL("../../evaluation/gold/", import.meta.url));

const configuration = checked(
  Type.Object(
    {
      mode: Type.Optional(SearchRequest.properties.mode),
      spaces: SearchRequest.properties.spaces,
      fusion: SearchRequest.properties.fusion,
      boost: SearchRequest.properties.boost,
    },
    { additionalProperties: false },
  ),
  "USAGE",
);

type Catalogue = Awaited<ReturnType<typeof openCatalogue>>;

/** What an evaluation came to, for files, for programs and for people. */
interface Answer {
  readonly report: Report;
  readonly json: unknown;
  readonly text: () => string;
  readonly status: number;
}

/** `kotodama eval`: measures the search on judged queries. Ends with 1 where something fell below a floor. */
export async function evalCommand(
  { settings, output, signal, workingDirectory }: CommandContext,
  _args: readonly string[],
  options: EvalOptions,
): Promise<number> {
  checkOptions(options);
  const inFolder = (path: string) => resolve(workingDirectory, path);
  const gold = readGoldFolder(options.gold === undefined ? GOLD : inFolder(options.gold));
  // What is given wrongly is refused before anything is measured.
  const chosen = readConfiguration("--config", options.config);
  const next = nextStep(options, inFolder);
  const catalogue = await openCatalogue(settings());
  try {
    const set = await judgedSet(catalogue, gold, options, signal);
    const measuring: Measuring = {
      catalogue,
      run: (ranker) => evaluate(set, ranker, { now: catalogue.search.now, signal }),
      output,
    };
    // The first answers of a process would be charged with loading and compiling.
    await catalogue.anime.warmUp();
    const evaluation = await measuring.run(searchRanker(catalogue.anime, chosen));
    const { report, json, text, status } = await next(evaluation, measuring);
    if (options.report !== undefined) {
      write(inFolder(options.report), await rendered(options.report, report, json));
    }
    if (options.recordFloor !== undefined) {
      write(inFolder(options.recordFloor), `${JSON.stringify(floorOf(evaluation), null, 2)}\n`);
    }
    output.result(json, text);
    return status;
  } finally {
    await catalogue.close();
  }
}

interface Measuring {
  readonly catalogue: Catalogue;
  readonly run: (ranker: Ranker) => Promise<Evaluation>;
  readonly output: Output;
}

type Step = (evaluation: Evaluation, measuring: Measuring) => Answer | Promise<Answer>;

/** What the options want done with the figures; what they name is read at once. */
function nextStep(options: EvalOptions, inFolder: (path: string) => string): Step {
  const { against, againstReport, floor } = options;
  if (against !== undefined) {
    const other = readConfiguration("--against", against);
    return (evaluation, measuring) =>
      besideConfiguration(evaluation, options.config ?? "{}", against, other, measuring);
  }
  if (againstReport !== undefined) {
    const saved = readSavedReport(read(inFolder(againstReport)), againstReport);
    return (evaluation, { output }) => besideReport(evaluation, againstReport, saved, output);
  }
  if (floor !== undefined) {
    const recorded = readFloor(read(inFolder(floor)), floor);
    return (evaluation) => aboveFloor(evaluation, recorded);
  }
  if (options.legs) return besideLegs;
  return (evaluation) => ({
    report: { evaluation },
    json: evaluation,
    text: () => (options.failures ? failuresText(evaluation) : evaluationText(evaluation)),
    status: EXIT.done,
  });
}

async function besideConfiguration(
  a: Evaluation,
  nameOfA: string,
  nameOfB: string,
  configurationOfB: Configuration,
  { catalogue, run }: Measuring,
): Promise<Answer> {
  const b = await run(searchRanker(catalogue.anime, configurationOfB));
  const comparison = {
    a: nameOfA,
    b: nameOfB,
    rows: compare(a.outcomes, b.outcomes),
    changed: changedQueries(a.outcomes, b.outcomes),
  };
  return {
    report: { evaluation: a, comparison },
    json: { a, b, comparison: comparison.rows },
    text: () => comparisonText(comparison),
    status: EXIT.done,
  };
}

function besideReport(evaluation: Evaluation, file: string, saved: SavedReport, output: Output): Answer {
  const rows = compare(saved.outcomes, evaluation.outcomes);
  if (rows.length === 0) throw fail("USAGE", `${file} has no query in common with this run`);
  if (saved.catalogue.anime !== evaluation.catalogue.anime) {
    output.note(
      `${file} was made over ${saved.catalogue.anime} anime: another catalogue changes figures, too`,
    );
  }
  const comparison = {
    a: `${file}, generation ${saved.catalogue.generation}`,
    b: `now, generation ${evaluation.catalogue.generation}`,
    rows,
    changed: changedQueries(saved.outcomes, evaluation.outcomes),
  };
  return {
    report: { evaluation, comparison },
    json: { evaluation, comparison: rows },
    text: () => comparisonText(comparison),
    status: EXIT.done,
  };
}

function aboveFloor(evaluation: Evaluation, floor: Floor): Answer {
  const fell = fallen(evaluation, floor);
  return {
    report: { evaluation },
    json: { evaluation, fallen: fell },
    text: () => `${evaluationText(evaluation)}\n\n${fallenText(fell)}`,
    status: fell.length === 0 ? EXIT.done : EXIT.failed,
  };
}

/** Measures each leg of the search by itself, and other ways to fuse them. */
async function besideLegs(evaluation: Evaluation, { catalogue, run, output }: Measuring): Promise<Answer> {
  const { weights, fusion } = catalogue.search.ranking;
  const configured = (role: Part["role"]) => (part: { name: string; configuration: Configuration }) => ({
    name: part.name,
    role,
    ranker: searchRanker(catalogue.anime, part.configuration),
  });
  const contestants = [
    ...singleLegs(await searchableSpaces(catalogue)).map(configured("leg")),
    { name: "names", role: "leg" as const, ranker: titlesRanker(catalogue) },
    ...otherFusions(weights, fusion.method).map(configured("fusion")),
  ];
  const parts: Part[] = [];
  for (const { name, role, ranker } of contestants) {
    output.progress(`measuring ${name} (${parts.length + 1} of ${contestants.length})`);
    parts.push({ name, role, evaluation: await run(ranker) });
  }
  const legs = legsReport(evaluation, parts);
  const brief = parts.map(({ name, role, evaluation: { overall, kinds } }) => ({
    name,
    role,
    overall,
    kinds,
  }));
  return {
    report: { evaluation, legs },
    json: { evaluation, legs: { ...legs, parts: brief } },
    text: () => legsText(evaluation, legs),
    status: EXIT.done,
  };
}

/** The judgements of the queries that the options choose. */
async function judgedSet(
  catalogue: Catalogue,
  gold: readonly PlacedQuery[],
  options: EvalOptions,
  signal: AbortSignal,
): Promise<JudgedSet> {
  const kinds = options.kind?.split(",");
  const asked = gold
    .filter(({ kind }) => kinds === undefined || kinds.includes(kind))
    .filter((query) => options.half === "both" || halfOf(query) === options.half);
  const reference = options.gold === undefined ? gold : readGoldFolder(GOLD);
  const full = options.catalogue === undefined ? undefined : options.catalogue === "full";
  const judged = judgedCatalogue(catalogue, { reference, full });
  const judgements = await judgeAll(asked, judged, signal);
  if (judgements.length === 0) {
    const why = judged.full ? "none was asked for" : "each needs anime that this catalogue lacks";
    throw fail("USAGE", `of ${asked.length} queries none is left to measure: ${why}`);
  }
  const { anime, generation } = judged;
  const describe = describedBy(catalogue);
  return {
    catalogue: {
      anime,
      generation,
      full: judged.full,
      chance_coherence: await chanceCoherence(catalogue, describe),
    },
    half: options.half,
    judgements,
    skipped: asked.length - judgements.length,
    describe,
  };
}

const FORMATS = [".json", ".txt", ".html"];

async function rendered(file: string, report: Report, json: unknown): Promise<string> {
  if (file.endsWith(".json")) return `${JSON.stringify(json, null, 1)}\n`;
  if (file.endsWith(".txt")) return `${reportText(report)}\n`;
  // Drawing needs libraries that no other command waits for.
  return (await import("../evaluation/report/page.ts")).reportPage(report);
}

function checkOptions(options: EvalOptions): void {
  const { kind, report, against, againstReport, legs, floor, failures } = options;
  for (const name of kind?.split(",") ?? []) {
    if ((KINDS as readonly string[]).includes(name)) continue;
    const near = nearest(name, KINDS);
    const hint = near === undefined ? "" : `; did you mean ${near}?`;
    throw fail("USAGE", `--kind: got ${name.slice(0, 100)}, expected some of ${KINDS.join(", ")}${hint}`);
  }
  if (report !== undefined && !FORMATS.some((ending) => report.endsWith(ending)))
    throw fail("USAGE", `--report: got ${report}, expected a name that ends in ${FORMATS.join(", ")}`);
  const exclusive = { against, "against-report": againstReport, legs, floor, failures };
  const given = Object.entries(exclusive).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const names = given.map(([name]) => `--${name}`).join(" and ");
    throw fail("USAGE", `${names} were given; they answer different questions: take one`);
  }
  const floors = floor !== undefined || options.recordFloor !== undefined;
  if (floors && (kind !== undefined || options.config !== undefined))
    throw fail(
      "USAGE",
      "a floor is for every kind and for the search as it ships: leave out --kind and --config",
    );
}

function readConfiguration(name: string, text: string | undefined): Configuration {
  return text === undefined ? {} : (configuration.parse(jsonOption(name, text)) as Configuration);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw fail("INPUT_UNREADABLE", `${path} cannot be read: ${errno(error)}`, { cause: error });
  }
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw fail("USAGE", `${path} cannot be written: ${errno(error)}`, { cause: error });
  }
}
