import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import Type from "typebox";
import { openCatalogue } from "../compose.ts";
import { errno, fail } from "../errors.ts";
import { COMPARED, compare } from "../evaluation/compare.ts";
import {
  type Configuration,
  type Evaluation,
  evaluate,
  type JudgedSet,
  type Ranker,
  searchRanker,
} from "../evaluation/evaluate.ts";
import { fallen, floorOf, readFloor } from "../evaluation/floor.ts";
import { halfOf, KINDS, type PlacedQuery, readGoldFolder } from "../evaluation/gold.ts";
import { judgeAll } from "../evaluation/judge.ts";
import { type LegsReport, otherFusions, type Part, singleLegs, verdicts } from "../evaluation/legs.ts";
import { changedQueries, type Report } from "../evaluation/report/report.ts";
import {
  comparisonText,
  evaluationText,
  failuresText,
  fallenText,
  legsText,
  reportText,
} from "../evaluation/report/text.ts";
import { readSavedReport } from "../evaluation/saved.ts";
import { nearest } from "../nearest.ts";
import { SearchRequest } from "../search/request.ts";
import { checked } from "../validation.ts";
import { type EvalOptions, jsonOption } from "./command-line.ts";
import type { CommandContext } from "./context.ts";
import { describedBy, judgedCatalogue, searchableSpaces, titlesRanker } from "./judged-catalogue.ts";
import { EXIT } from "./output.ts";

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
type Run = (ranker: Ranker) => Promise<Evaluation>;

/** `kotodama eval`: measures the search on judged queries. Ends with 1 where something fell below a floor. */
export async function evalCommand(
  { settings, output, signal, workingDirectory }: CommandContext,
  _args: readonly string[],
  options: EvalOptions,
): Promise<number> {
  checkOptions(options);
  const inFolder = (path: string) => resolve(workingDirectory, path);
  const gold = readGoldFolder(options.gold === undefined ? GOLD : inFolder(options.gold));
  // What is said wrongly is said before minutes of work.
  const old = options.againstReport;
  const saved = old === undefined ? undefined : readSavedReport(read(inFolder(old)), old);
  const floor =
    options.floor === undefined ? undefined : readFloor(read(inFolder(options.floor)), options.floor);
  const chosen = readConfiguration("--config", options.config);
  const against = readConfiguration("--against", options.against);
  const catalogue = await openCatalogue(settings());
  try {
    const set = await judgedSet(catalogue, gold, options, signal);
    const { now } = catalogue.search;
    const run: Run = (ranker) => evaluate(set, ranker, { now, signal });
    const runConfigured = (config: Configuration) => run(searchRanker(catalogue.anime, config));
    // The first answers of a process would be charged with loading and compiling.
    await catalogue.anime.warmUp();
    const evaluation = await runConfigured(chosen);
    let report: Report = { evaluation };
    let shown = () => (options.failures ? failuresText(evaluation) : evaluationText(evaluation));
    let json: unknown = evaluation;
    if (options.against !== undefined) {
      const b = await runConfigured(against);
      const comparison = {
        a: options.config ?? "{}",
        b: options.against,
        rows: compare(evaluation.outcomes, b.outcomes, COMPARED),
        changed: changedQueries(evaluation.outcomes, b.outcomes),
      };
      report = { evaluation, comparison };
      shown = () => comparisonText(comparison);
      json = { a: evaluation, b, comparison: comparison.rows };
    } else if (saved !== undefined) {
      if (saved.catalogue.anime !== evaluation.catalogue.anime)
        output.note(
          `${old} was made over ${saved.catalogue.anime} anime, another catalogue: it changes figures, too`,
        );
      const comparison = {
        a: `${old}, generation ${saved.catalogue.generation}`,
        b: `now, generation ${evaluation.catalogue.generation}`,
        rows: compare(saved.outcomes, evaluation.outcomes, COMPARED),
        changed: changedQueries(saved.outcomes, evaluation.outcomes),
      };
      if (comparison.rows.length === 0) throw fail("USAGE", `${old} has no query in common with this run`);
      report = { evaluation, comparison };
      shown = () => comparisonText(comparison);
      json = { evaluation, comparison: comparison.rows };
    } else if (options.legs) {
      const legs = await measureLegs(catalogue, evaluation, run, (name) =>
        output.progress(`measuring ${name}`),
      );
      report = { evaluation, legs };
      shown = () => legsText(evaluation, legs);
      json = { evaluation, legs: withoutOutcomes(legs) };
    }
    if (options.report !== undefined) {
      write(inFolder(options.report), await rendered(options.report, report, json));
    }
    if (options.recordFloor !== undefined) {
      write(inFolder(options.recordFloor), `${JSON.stringify(floorOf(evaluation), null, 2)}\n`);
    }
    if (floor === undefined) {
      output.result(json, shown);
      return EXIT.done;
    }
    const fell = fallen(evaluation, floor);
    output.result({ evaluation, fallen: fell }, () => `${evaluationText(evaluation)}\n\n${fallenText(fell)}`);
    return fell.length === 0 ? EXIT.done : EXIT.failed;
  } finally {
    await catalogue.close();
  }
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
  return {
    catalogue: { anime, generation, full: judged.full },
    half: options.half,
    judgements,
    skipped: asked.length - judgements.length,
    describe: describedBy(catalogue),
  };
}

/** Measures each leg of the search by itself, and other ways to fuse them. */
async function measureLegs(
  catalogue: Catalogue,
  whole: Evaluation,
  run: Run,
  onPart: (name: string) => void,
): Promise<LegsReport> {
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
    onPart(name);
    parts.push({ name, role, evaluation: await run(ranker) });
  }
  const legs = parts.filter(({ role }) => role === "leg");
  return { parts, verdicts: verdicts(whole, legs) };
}

function withoutOutcomes({ parts, verdicts }: LegsReport) {
  return {
    parts: parts.map(({ name, role, evaluation: { overall, kinds } }) => ({ name, role, overall, kinds })),
    verdicts,
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
