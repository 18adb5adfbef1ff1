/**
 * Compares text embedders by what the whole search finds with each of them: builtin, a model, and both together, per
 * kind of judged query and per language of the query (training/multilingual-plots.jsonl).
 *
 *     npx -s node scripts/compare-embedders.ts --model FOLDER_OR_NAME… [--catalogue FILE] [--sample N] [--with W]…
 *
 * Without a catalogue it takes the bundled one. A sample holds everything that a judged query is about, and as many
 * others, chosen by their ids, as make it N. Texts are embedded once for each model, whatever it is combined with, and
 * not again where --data-dir names the folder of an earlier comparison. --kind takes only some kinds of query.
 * --uncentred measures each model without what text-embedder/centred/ takes off its vectors, too, and --config JSON
 * searches as `eval --config` does: '{"spaces":[{"name":"title_vector","weight":1}]}' is the model by itself.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const GOLD = join(ROOT, "evaluation", "gold");
const PLOTS = join(ROOT, "training", "multilingual-plots.jsonl");

interface Judged {
  readonly overall: Measured;
  readonly kinds: Readonly<Record<string, Measured>>;
  readonly outcomes: readonly {
    readonly sort?: string;
    readonly measured: Readonly<Record<string, number | null>>;
  }[];
}

interface Measured {
  readonly queries: number;
  readonly measures: Readonly<Record<string, { readonly mean: number } | null>>;
}

const { values } = parseArgs({
  options: {
    model: { type: "string", multiple: true, default: [] },
    with: { type: "string", multiple: true, default: ["0.5"] },
    catalogue: { type: "string" },
    sample: { type: "string" },
    kind: { type: "string" },
    config: { type: "string" },
    uncentred: { type: "boolean", default: false },
    "data-dir": { type: "string" },
  },
});

const folder = values["data-dir"] ?? mkdtempSync(join(tmpdir(), "kotodama-embedders-"));
const files = values.catalogue === undefined ? bundledFiles() : [values.catalogue];
const catalogue = values.sample === undefined ? files : [writeSample(files, Number(values.sample))];
const multilingual = writeMultilingualGold();

const BUILTIN = { name: "builtin", settings: {} };
const configurations = [
  BUILTIN,
  ...values.model.flatMap((model) => {
    const settings = {
      TEXT_EMBEDDING_PROVIDER: "onnx",
      TEXT_EMBEDDING_MODEL: model,
      // The only space of texts that the ranking of queries weighs.
      TEXT_EMBEDDING_SPACES: "title_vector",
    };
    const name = model.split(/[\\/]/).at(-1)!;
    return [
      { name, settings },
      ...(values.uncentred
        ? [{ name: `${name} uncentred`, settings: { ...settings, TEXT_EMBEDDING_CENTRED: "false" } }]
        : []),
      ...values.with.map((weight) => ({
        name: `${name} with builtin ${weight}`,
        settings: { ...settings, TEXT_EMBEDDING_WITH_BUILTIN: weight },
      })),
    ];
  }),
];

// A folder of an earlier comparison is by the last of its embedders.
if (existsSync(join(folder, "record.sqlite"))) kotodama(["reembed"], {});
kotodama(["ingest", ...catalogue], {});
const columns = configurations.map(({ name, settings }) => {
  process.stderr.write(`${name}…\n`);
  const from = performance.now();
  kotodama(["reembed"], settings);
  const seconds = (performance.now() - from) / 1000;
  const config = values.config === undefined ? [] : ["--config", values.config];
  const half = ["--half", "both", "--catalogue", "partial", "--json", ...config];
  const kinds = values.kind === undefined ? [] : ["--kind", values.kind];
  const gold = JSON.parse(kotodama(["eval", ...half, ...kinds], settings)) as Judged;
  const plots = JSON.parse(kotodama(["eval", ...half, "--gold", multilingual], settings)) as Judged;
  return { name, seconds, gold, plots };
});
process.stdout.write(tables());
if (values["data-dir"] === undefined) rmSync(folder, { recursive: true, force: true });

/** Runs a command in this comparison's data folder; gives what it printed. */
function kotodama(args: readonly string[], settings: Readonly<Record<string, string>>): string {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, "src", "main.ts"), ...args], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: folder, ...settings },
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    maxBuffer: 1024 ** 3,
  });
  // 3: some records were rejected, and the rest is there.
  if (status === 0 || status === 3) return stdout;
  throw new Error(`kotodama ${args.join(" ")} ended with ${status}`);
}

function bundledFiles(): string[] {
  const bundled = join(ROOT, "catalogue");
  return readdirSync(bundled)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .map((name) => join(bundled, name));
}

/** Entries of JSON Lines files, packed by gzip or not. */
function readEntries(
  paths: readonly string[],
): { readonly id: string; readonly sources: string[]; readonly line: string }[] {
  return paths.flatMap((path) => {
    const bytes = readFileSync(path);
    const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const entry = JSON.parse(line) as {
          id?: string;
          title: string;
          sources?: string[];
          episode_details?: unknown;
        };
        // Episodes are not compared, and are most of the work.
        delete entry.episode_details;
        return { id: entry.id ?? entry.title, sources: entry.sources ?? [], line: JSON.stringify(entry) };
      });
  });
}

function writeSample(paths: readonly string[], size: number): string {
  const judged = new Set(readPlots().flatMap(({ sources }) => sources));
  for (const name of readdirSync(GOLD).filter((file) => file.endsWith(".jsonl"))) {
    for (const [url] of readFileSync(join(GOLD, name), "utf8").matchAll(
      /https:\/\/myanimelist\.net\/anime\/\d+/g,
    )) {
      judged.add(url);
    }
  }
  const ranked = readEntries(paths)
    .map((entry) => ({
      ...entry,
      place: entry.sources.some((url) => judged.has(url))
        ? ""
        : createHash("sha256").update(entry.id).digest("hex"),
    }))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  const judgedCount = ranked.filter(({ place }) => place === "").length;
  const sample = ranked.slice(0, Math.max(size, judgedCount));
  const path = join(folder, "sample.jsonl");
  writeFileSync(path, sample.map(({ line }) => `${line}\n`).join(""));
  process.stderr.write(`sample: ${sample.length} anime, ${judgedCount} of them judged\n`);
  return path;
}

function readPlots() {
  return readFileSync(PLOTS, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { language: string; sources: string[]; query: string });
}

/** The plots of all languages as a gold file, the language as the sort of the query. */
function writeMultilingualGold(): string {
  const path = join(folder, "multilingual-gold");
  mkdirSync(path, { recursive: true });
  const lines = readPlots().map(({ language, sources, query }, i) =>
    JSON.stringify({
      id: `plot-${language}-${i}`,
      kind: "plot",
      sort: language,
      query,
      relevant: sources.map((anime) => ({ anime, grade: 3 })),
      bundled: sources,
    }),
  );
  writeFileSync(join(path, "plot.jsonl"), `${lines.join("\n")}\n`);
  return path;
}

function tables(): string {
  const header = (first: string) =>
    `| ${first} | queries | ${columns.map(({ name }) => name).join(" | ")} |\n| --- | --- |${" --- |".repeat(columns.length)}\n`;
  const row = (name: string, queries: number, cells: readonly string[]) =>
    `| ${name} | ${queries} | ${cells.join(" | ")} |\n`;
  const of = (measured: Measured | undefined, measure: string) =>
    measured?.measures[measure]?.mean.toFixed(3) ?? "–";
  const [first] = columns as [(typeof columns)[0]];
  const kinds = Object.entries(first.gold.kinds).map(([kind, { queries }]) =>
    row(
      kind,
      queries,
      columns.map(({ gold }) => of(gold.kinds[kind], "ndcg@10")),
    ),
  );
  const languages = [...new Set(readPlots().map(({ language }) => language))];
  const ofLanguage = ({ outcomes }: Judged, wanted: (language: string) => boolean) =>
    outcomes
      .filter(({ sort }) => sort !== undefined && wanted(sort))
      .map(({ measured }) => measured["mrr@10"] ?? 0);
  const mean = (all: readonly number[]) =>
    (all.reduce((sum, value) => sum + value, 0) / all.length).toFixed(3);
  const byLanguage = (name: string, wanted: (language: string) => boolean) =>
    row(
      name,
      ofLanguage(first.plots, wanted).length,
      columns.map(({ plots }) => mean(ofLanguage(plots, wanted))),
    );
  return [
    "\n## ndcg@10 by kind of query\n\n",
    header("kind"),
    row(
      "all",
      first.gold.overall.queries,
      columns.map(({ gold }) => of(gold.overall, "ndcg@10")),
    ),
    ...kinds,
    "\n## mrr@10 of plots by language of the query\n\n",
    header("language"),
    byLanguage("all but English", (language) => language !== "en"),
    ...languages.map((one) => byLanguage(one, (language) => language === one)),
    "\n## Seconds to embed (what the cache held is not embedded again)\n\n",
    header(""),
    row(
      "seconds",
      1,
      columns.map(({ seconds }) => seconds.toFixed(0)),
    ),
  ].join("");
}
