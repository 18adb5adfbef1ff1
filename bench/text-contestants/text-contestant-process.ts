/** Runs one contestant in a process of its own: `text-contestant-process.ts NAME FOLDER SHARE`. */

import { readEntries } from "../catalogue.ts";
import { answerCalls } from "../child.ts";
import { residentMemory } from "../machine.ts";
import type { TextBuilt, TextCall, TextContestant, TextFound } from "./port.ts";

const makers: Readonly<Record<string, (folder: string) => Promise<TextContestant>>> = {
  kotodama: async (folder) => (await import("./kotodama.ts")).kotodamaSearch(folder),
  minisearch: async () => (await import("./words.ts")).minisearch(false),
  "minisearch-fuzzy": async () => (await import("./words.ts")).minisearch(true),
  orama: async () => (await import("./words.ts")).oramaWords(false),
  "orama-fuzzy": async () => (await import("./words.ts")).oramaWords(true),
  lancedb: async (folder) => (await import("./vectors.ts")).lancedbHybrid(folder),
  zvec: async (folder) => (await import("./vectors.ts")).zvecHybrid(folder),
  usearch: async () => (await import("./vectors.ts")).usearchVectors(),
};

const [name = "", folder = "", share = "1"] = process.argv.slice(2);
const make = makers[name];
if (make === undefined) throw new Error(`no contestant is named ${name}`);
const contestant = await make(folder);

answerCalls<TextCall>(async (call): Promise<TextBuilt | TextFound> => {
  if (call.do === "build") {
    const seconds = await build();
    globalThis.gc?.();
    const { engine, setting, remark } = contestant;
    return { engine, setting, remark, seconds, memory: residentMemory(process.pid).now };
  }
  const rows: (readonly number[])[] = [];
  const durations: number[] = [];
  for (const query of call.queries) {
    const from = performance.now();
    const found = contestant.search(query);
    rows.push(found instanceof Promise ? await found : found);
    durations.push(performance.now() - from);
  }
  return { rows, durations };
});

/** Seconds; the entries are let go of when it returns. */
async function build(): Promise<number> {
  const { entries } = readEntries(Number(share));
  const from = performance.now();
  await contestant.build(entries);
  return (performance.now() - from) / 1000;
}
