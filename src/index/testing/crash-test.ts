import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { CatalogueEntry } from "../../anime/entry.ts";
import { seededRandom } from "../../random.ts";
import { CatalogueRecord } from "../../record/record.ts";
import { collectionSchema } from "../../spaces/fields.ts";
import { cataloguePoints } from "../../spaces/points.ts";
import { spacesWith } from "../../spaces/spaces.ts";
import { MemoryStore } from "../../vector-store/memory/memory-store.ts";
import type { Point, VectorStore } from "../../vector-store/port.ts";
import { Evidence } from "../evidence.ts";
import { verifyCollection } from "../verify.ts";
import { openCrashCatalogue } from "./crash-catalogue.ts";
import { hashEmbedder } from "./made-up.ts";
import { applyToRecord, type Operation, pageOf, randomOperations, touchedBy } from "./operations.ts";

export interface CrashSummary {
  readonly kills: number;
  /** Where the processes died: at a named step, or after so many operations. */
  readonly places: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly entries: number;
}

/** Steps at which a process is made to die, beside random moments, and what leads to them. */
const BUILD: Operation = { kind: "build" };
const STEPS: Readonly<Record<string, Operation>> = {
  batch: { kind: "ingest", from: 1, to: 210, revision: 8 },
  pruned: { kind: "ingest", from: 40, to: 100, revision: 9 },
  building: BUILD,
  built: BUILD,
  switching: BUILD,
  switched: BUILD,
  swept: BUILD,
  "half checkpointed": { kind: "checkpoint" },
};
const OPERATIONS_PER_ROUND = 5;

/**
 * Kills processes that ingest, build, switch, go back and take writes, at named steps and at random moments, and after
 * each kill opens the catalogue they leave: every acknowledged change must be there, once, and the index must answer
 * as an exact one made from the record. Throws an AssertionError otherwise.
 */
export async function crashTest(
  dataDir: string,
  options: { readonly kills: number; readonly seed: number; readonly onKill?: (kills: number) => void },
): Promise<CrashSummary> {
  const random = seededRandom(options.seed);
  const model = CatalogueRecord.open(":memory:");
  const places: Record<string, number> = {};
  let kills = 0;
  let acknowledged = 0;
  let pending: Operation[] = [];
  let hasIndex = false;
  for (let round = 0; kills < options.kills; round++) {
    assert.ok(round < options.kills * 3, "most processes end before they are killed");
    const names = Object.keys(STEPS);
    const step = random() < 0.5 ? names[Math.floor(random() * names.length)]! : null;
    // What was under way when the last process died is done again first.
    const operations: Operation[] = [...pending, ...randomOperations(random, OPERATIONS_PER_ROUND)];
    if (step !== null) operations.splice(pending.length + 1, 0, STEPS[step]!);
    if (round === 0) operations.unshift({ kind: "ingest", from: 1, to: 200, revision: 0 }, BUILD);
    const death = await liveAndDie(dataDir, operations, step, random);
    for (const operation of operations.slice(0, death.done)) {
      await applyToRecord(model, dataDir, operation);
      hasIndex ||= operation.kind === "build" || operation.kind === "ingest";
    }
    acknowledged += death.done;
    pending = operations.slice(death.done, death.done + 1);
    if (death.place !== null) {
      kills++;
      places[death.place] = (places[death.place] ?? 0) + 1;
      options.onKill?.(kills);
    }
    await assertRecovered(dataDir, model, pending[0], hasIndex);
  }
  const entries = model.entries.counts().anime;
  model.close();
  return { kills, places, acknowledged, entries };
}

/** Runs a process until it has done everything or died; tells how many operations it acknowledged, and where it died. */
async function liveAndDie(
  dataDir: string,
  operations: readonly Operation[],
  step: string | null,
  random: () => number,
): Promise<{ done: number; place: string | null }> {
  const program = fileURLToPath(new URL("./crash-child.ts", import.meta.url));
  const child = spawn(process.execPath, [program, dataDir, JSON.stringify(operations), step ?? ""], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  // Random moments: so many milliseconds after so many operations.
  const after = Math.floor(random() * operations.length * 0.7);
  const delay = random() * 150;
  let done = -1;
  let timer: NodeJS.Timeout | undefined;
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "ready" || line === "done") done++;
    if (step === null && done === after) timer = setTimeout(() => child.kill("SIGKILL"), delay);
  }
  const [code, signal] = await exited;
  clearTimeout(timer);
  assert.ok(signal === "SIGKILL" || code === 0, `the process failed by itself (${code}): ${errors}`);
  const place = signal === null ? null : (step ?? "a random moment");
  return { done: Math.max(0, done), place };
}

async function assertRecovered(
  dataDir: string,
  model: CatalogueRecord,
  underWay: Operation | undefined,
  hasIndex: boolean,
): Promise<void> {
  const catalogue = await openCrashCatalogue(dataDir);
  try {
    const { record, index, store, logged } = catalogue;
    assert.deepEqual(logged, [], "no generation is lost to a kill");
    record.check();
    assertRecord(record, model, underWay === undefined ? new Set() : touchedBy(underWay));
    assert.ok(index.ready() || !hasIndex, "an acknowledged index is there");
    if (!index.ready()) return;
    assert.deepEqual((await store.listCollections()).length % 2, 0, "nothing is left of unfinished builds");
    await assertAnswers(index.live(), record, store);
    assertTitles(index.live(), record);
  } finally {
    await catalogue.close();
  }
}

/** Every entry that was not being changed is as the model has it, and none is there twice. */
function assertRecord(record: CatalogueRecord, model: CatalogueRecord, touched: ReadonlySet<number>): void {
  const seen = new Map<string, CatalogueEntry>();
  for (const entry of liveEntries(record)) {
    for (const url of entry.sources ?? []) {
      assert.ok(!seen.has(url), `${url} is there twice`);
      seen.set(url, entry);
    }
  }
  const free = new Set([...touched].map(pageOf));
  const expected = new Map(liveEntries(model).map((entry) => [entry.sources![0]!, entry]));
  for (const url of new Set([...seen.keys(), ...expected.keys()])) {
    if (!free.has(url)) assert.deepEqual(seen.get(url), expected.get(url));
  }
}

function liveEntries(record: CatalogueRecord): CatalogueEntry[] {
  return [...record.entries.changes(0)].flatMap(({ entry }) => (entry === null ? [] : [entry]));
}

type Live = ReturnType<Awaited<ReturnType<typeof openCrashCatalogue>>["index"]["live"]>;

/** The index answers as the exact store does when it is given what the record says. */
async function assertAnswers(live: Live, record: CatalogueRecord, store: VectorStore): Promise<void> {
  const embedder = hashEmbedder();
  const points = await cataloguePoints(liveEntries(record), { fit: live.fit, embedder });
  const spaces = spacesWith({}, embedder.identity.dimension);
  for (const kind of ["anime", "episodes"] as const) {
    const evidence = new Evidence(seededRandom(1));
    for (const point of points[kind]) evidence.add(point);
    await verifyCollection(store, live[kind], evidence, points[kind].slice(0, 20));
    const oracle = new MemoryStore();
    await oracle.createCollection("oracle", collectionSchema(kind, spaces));
    await oracle.upsert("oracle", points[kind]);
    await assertSameAnswers(store, live[kind], oracle, points[kind]);
  }
}

/** Every entry is found by its title, and nothing that is gone is. */
function assertTitles({ titles }: Live, record: CatalogueRecord): void {
  const entries = liveEntries(record);
  assert.equal(titles.entries, entries.length);
  for (const { id, title } of entries) {
    const found = titles.lookup(title, 10);
    assert.ok(
      found.some((match) => match.id === id && match.kind === "exact"),
      title,
    );
  }
}

async function assertSameAnswers(
  store: VectorStore,
  collection: string,
  oracle: VectorStore,
  points: readonly Point[],
): Promise<void> {
  const all = { sort: [{ column: "id", order: "asc" }], limit: 10_000 } as const;
  assert.deepEqual(await store.scroll(collection, all), await oracle.scroll("oracle", all));
  for (const point of points.filter(({ sparse }) => sparse.text_sparse).slice(0, 5)) {
    const request = { legs: [{ space: "text_sparse", limit: 10, sparse: point.sparse.text_sparse! }] };
    const scores = async (from: VectorStore, name: string) => {
      const { ids, scores: legs } = await from.query(name, request);
      return ids.map((_, i) => legs[0]![i]!).sort((a, b) => b - a);
    };
    const [got, expected] = [await scores(store, collection), await scores(oracle, "oracle")];
    assert.equal(got.length, expected.length);
    for (const [i, score] of expected.entries()) assert.ok(Math.abs(got[i]! - score) <= 0.01 * score);
  }
}
