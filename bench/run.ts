/**
 * `npm run bench [-- part …]`: measures Kotodama and, beside it, other engines; prints tables and writes them with
 * the raw figures to bench/report/. A part that fails says so, and the rest goes on.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { load, machine } from "./machine.ts";
import type { Options } from "./options.ts";
import { type Measured, machineMarkdown, type Section, sectionMarkdown, writeReport } from "./report.ts";

type Part = (options: Options) => Promise<Section>;

const PARTS: Readonly<Record<string, () => Promise<Part>>> = {
  engine: async () => (await import("./engine.ts")).engine,
  ingest: async () => (await import("./ingest.ts")).ingest,
  recall: async () => (await import("./recall.ts")).recall,
  start: async () => (await import("./start.ts")).start,
  http: async () => (await import("./http.ts")).http,
  suggest: async () => (await import("./suggest.ts")).suggest,
  titles: async () => (await import("./titles.ts")).titles,
  image: async () => (await import("./image.ts")).image,
  models: async () => (await import("./models.ts")).models,
  "embedding-http": async () => (await import("./embedding-http.ts")).embeddingHttp,
  peers: async () => (await import("./peers.ts")).peers,
};

const USAGE = `npm run bench [-- [part …] [--share S] [--rounds N] [--only ENGINE]… [--data-dir FOLDER] [--model FOLDER]…]
  part         ${Object.keys(PARTS).join(", ")}; all of them without one
  --share      measure over this share of the catalogue, for a quick look
  --rounds     rounds of each timing
  --only       these engines only (engine, peers)
  --data-dir   a data folder with the ingested catalogue (recall, http, suggest, start); otherwise one is made
  --model      a folder of a text model (models); otherwise those of ../shared/models, or a tiny one`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    share: { type: "string", default: "1" },
    rounds: { type: "string" },
    only: { type: "string", multiple: true },
    "data-dir": { type: "string" },
    model: { type: "string", multiple: true },
    help: { type: "boolean", default: false },
  },
});
const unknown = positionals.find((name) => !(name in PARTS));
const share = Number(values.share);
if (values.help || unknown !== undefined || !(share > 0 && share <= 1)) {
  process.stderr.write(`${unknown === undefined ? "" : `There is no part ${unknown}.\n`}${USAGE}\n`);
  process.exit(values.help ? 0 : 2);
}
const options: Options = {
  share,
  rounds: values.rounds === undefined ? undefined : Number(values.rounds),
  only: values.only,
  dataDir: values["data-dir"],
  models: values.model,
};

const about = machine();
console.log(machineMarkdown(about));
const measured: Measured[] = [];
for (const part of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
  process.stderr.write(`\nmeasuring ${part}…\n`);
  const before = load();
  const from = performance.now();
  let section: Section;
  try {
    section = await (await PARTS[part]!())(options);
  } catch (error) {
    process.exitCode = 1;
    section = { title: part, notes: [`failed: ${error instanceof Error ? error.stack : error}`], tables: [] };
  }
  const seconds = (performance.now() - from) / 1000;
  const result = { part, seconds, load_before: before, load_after: load(), ...section };
  measured.push(result);
  console.log(`\n${sectionMarkdown(result)}`);
}
const paths = writeReport(join(import.meta.dirname, "report"), about, measured);
process.stderr.write(`\nwritten: ${paths.join(", ")}\n`);
