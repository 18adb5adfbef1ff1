/** Text models in their threads: how fast, how much memory, and what the rest of the service feels of it. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { writeTinyTextModel } from "../src/models/testing/tiny-text-model.ts";
import { readEntries, SHARED } from "./catalogue.ts";
import { Child } from "./child.ts";
import type { ModelCall, ModelResult } from "./models/model-process.ts";
import { BGE_M3, parameters, writeStandIn } from "./models/stand-in.ts";
import type { Options } from "./options.ts";
import type { Goal, Section, Table } from "./report.ts";

const SIZES = [1, 2, 4, 8, 16, 32];
/** For each batch size, and for watching the event loop, in ms. */
const EACH = 1_500;
const STAND_IN_MS = 8_000;
const LIMIT = 180_000;
const TEXTS = 320;
/** What the event loop's delay may be while models run: p99, in ms. */
const MOST_DELAY = 20;
/** Tokens of the stand-in's texts: its made-up vocabulary cuts words smaller than a trained one. */
const STAND_IN_CHARACTERS = 300;

export async function models(options: Options): Promise<Section> {
  const scratch = mkdtempSync(join(tmpdir(), "kotodama-models-"));
  try {
    const { entries } = readEntries(0.05);
    const texts = entries
      .flatMap(({ title, synopsis }) => (synopsis ? [`${title}. ${synopsis}`] : []))
      .slice(0, TEXTS);
    const goals: Goal[] = [];
    const tables: Table[] = [];
    const results: ModelResult[] = [];
    for (const model of options.models ?? foldersOfModels(scratch)) {
      const result = await measure({ model, threads: availableParallelism(), texts, sizes: SIZES, ms: EACH });
      results.push(result);
      tables.push({
        title: `${result.model}, ${result.dimension}-d: one thread, by batch size`,
        rows: sizeRows(result),
      });
    }
    const bytes = writeStandIn(join(scratch, "bge-m3-stand-in"));
    const short = texts.map((text) => text.slice(0, STAND_IN_CHARACTERS));
    const standIn = await measure({
      model: join(scratch, "bge-m3-stand-in"),
      threads: availableParallelism(),
      texts: short,
      sizes: [1],
      ms: STAND_IN_MS,
    });
    results.push(standIn);
    for (const { model, delay } of results) {
      goals.push({
        what: `${model}: event loop's delay, p99`,
        measured: delay.p99,
        unit: "ms",
        most: MOST_DELAY,
      });
    }
    tables.push({
      title: "All threads, documents without a pause and a query every 50 ms",
      rows: results.map(steadyRow),
    });
    return {
      title: "Text models",
      notes: [
        `${texts.length} titles with synopses, median ${median(texts.map(({ length }) => length))} characters; each figure over ${EACH / 1000} s, after the warm-up. Each model runs in a process of its own. The event loop is asked to turn every ms: its delay is the time between two turns.`,
        standInNote(bytes, standIn),
      ],
      tables,
      goals,
    };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The real models where they are, else a tiny one, which shows that the part works and no more. */
function foldersOfModels(scratch: string): string[] {
  const shared = join(SHARED, "models");
  if (existsSync(shared)) {
    const folders = readdirSync(shared, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return folders.map(({ name }) => join(shared, name)).sort();
  }
  return [writeTinyTextModel(join(scratch, "tiny"), { maxTokens: 256 }).folder];
}

async function measure(call: ModelCall): Promise<ModelResult> {
  process.stderr.write(`  ${call.model}…\n`);
  const child = new Child(new URL("./models/model-process.ts", import.meta.url), []);
  try {
    return await child.call<ModelResult>(call, LIMIT);
  } finally {
    child.end();
  }
}

function sizeRows({ sizes }: ModelResult) {
  return sizes.map(({ size, texts, ms }) => ({
    batch: size,
    "texts/s": (texts / ms) * 1000,
    "ms a text": ms / texts,
  }));
}

function steadyRow({ model, load_ms, steady, delay, query, memory }: ModelResult) {
  return {
    model,
    "load ms": load_ms,
    batch: steady.batch,
    "texts/s": (steady.texts / steady.ms) * 1000,
    "event loop p50 ms": delay.p50,
    "p99 ms": delay.p99,
    "most ms": delay.most,
    "query p50 ms": query.p50,
    "query most ms": query.most,
    "memory before MB": memory.before / 1e6,
    "loaded MB": memory.loaded / 1e6,
    "most MB": memory.most / 1e6,
  };
}

/** Memory of a model as large as BGE-M3, worked out and measured. */
function standInNote(bytes: number, { memory }: ModelResult): string {
  const count = parameters(BGE_M3);
  const gigabytes = (each: number) => `${((count * each) / 1e9).toFixed(2)} GB`;
  const gained = ((memory.loaded - memory.before) / 1e9).toFixed(2);
  return `bge-m3-stand-in has BGE-M3's shape (${BGE_M3.layers} layers of ${BGE_M3.hidden}, ${BGE_M3.vocabulary.toLocaleString("en")} pieces) and random int8 weights, ${(bytes / 1e9).toFixed(2)} GB of them. Arithmetic: ${(count / 1e6).toFixed(0)} million weights are ${gigabytes(1)} in int8, ${gigabytes(2)} in float16 and ${gigabytes(4)} in float32; attention over a text of t tokens adds ${BGE_M3.heads} · t² floats twice, 34 MB at 512 tokens and 8.6 GB at 8,192. Measured: the process grows by ${gained} GB, tokenizer and runtime included.`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
