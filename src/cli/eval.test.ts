import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, before, describe, test } from "node:test";
import { ENTRIES } from "../http/testing.ts";
import { runCommandLine } from "./command-line.ts";

const url = (id: number) => `https://myanimelist.net/anime/${id}`;
const NOTEBOOK = {
  id: "plot-001",
  kind: "plot",
  query: "a notebook that kills whose name is written in it",
  relevant: [{ anime: url(1535), grade: 3 }],
  bundled: [url(1535)],
};
const BEBOP = {
  id: "title-002",
  kind: "title",
  query: "cowboy bebop",
  relevant: [{ anime: url(1), grade: 3 }],
  bundled: [url(1)],
};
/** About an anime that the tests' catalogue lacks. */
const MISSING = {
  ...BEBOP,
  id: "title-003",
  query: "mushishi",
  relevant: [{ anime: url(457), grade: 3 }],
  bundled: [url(457)],
};

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-eval-"));
  writeFileSync(
    join(folder, "catalogue.jsonl"),
    ENTRIES.map((entry) => `${JSON.stringify(entry)}\n`).join(""),
  );
  gold("gold", [NOTEBOOK, BEBOP, MISSING]);
  assert.equal((await run("ingest", "catalogue.jsonl")).status, 0);
});
after(() => rmSync(folder, { recursive: true, force: true }));

function gold(name: string, queries: readonly object[]): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, "some.jsonl"), queries.map((query) => JSON.stringify(query)).join("\n"));
}

/** Runs a command in this process, with relative paths in the tests' folder. */
async function run(...args: string[]): Promise<Ended> {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  streams.stdin.end();
  const status = await runCommandLine(args, {
    environment: { DATA_DIR: join(folder, "data"), SEARCH_THREADS: "0" },
    workingDirectory: folder,
    callerDirectory: folder,
    ...(streams as unknown as Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">),
    onInterrupt: () => () => undefined,
  });
  const text = (stream: PassThrough) => String(stream.read() ?? "");
  return { status, out: text(streams.stdout), err: text(streams.stderr) };
}

const evaluated = (...args: string[]) => run("eval", "--gold", "gold", "--half", "both", ...args);

describe("eval", () => {
  test("asks what the catalogue can answer, and counts what it cannot", async () => {
    const { status, out } = await evaluated("--json");
    const { overall, skipped, outcomes, catalogue } = JSON.parse(out);
    assert.equal(status, 0);
    assert.equal(catalogue.full, false);
    assert.deepEqual([overall.queries, skipped], [2, 1]);
    assert.deepEqual(
      outcomes.map(({ results }: { results: { title: string }[] }) => results[0]?.title),
      ["Death Note", "Cowboy Bebop"],
    );
  });

  test("a full catalogue is asked everything, and refuses what names an anime that it lacks", async () => {
    const { status, err } = await evaluated("--catalogue", "full");
    assert.equal(status, 2);
    assert.match(err, /GOLD_INVALID: some\.jsonl:3: no anime has .*anime\/457/);
    gold("known", [NOTEBOOK, { ...BEBOP, bundled: undefined }]);
    const json = (await run("eval", "--gold", "known", "--half", "both", "--catalogue", "full", "--json"))
      .out;
    assert.equal(JSON.parse(json).overall.queries, 2);
  });

  test("writes a report in the format that its name says", async () => {
    for (const name of ["report.json", "report.txt", "report.html"]) {
      assert.equal((await evaluated("--report", name)).status, 0);
    }
    const written = (name: string) => readFileSync(join(folder, name), "utf8");
    assert.equal(JSON.parse(written("report.json")).overall.queries, 2);
    assert.match(written("report.txt"), /^2 queries \(both halves, 1 skipped\)/);
    assert.match(written("report.html"), /^<!doctype html>/);
  });

  test("compares with an earlier report, which is the same where nothing changed", async () => {
    await evaluated("--report", "old.json");
    const { status, out } = await evaluated("--against-report", "old.json", "--json");
    assert.equal(status, 0);
    const { comparison } = JSON.parse(out);
    assert.ok(comparison.length > 0);
    assert.ok(comparison.every(({ a, b, p }: { a: number; b: number; p: number }) => a === b && p === 1));
    gold("other", [{ ...BEBOP, id: "title-999" }]);
    const nothing = await run("eval", "--gold", "other", "--half", "both", "--against-report", "old.json");
    assert.match(nothing.err, /no query in common/);
    assert.equal(nothing.status, 2);
  });

  test("compares two configurations", async () => {
    const { out } = await evaluated("--against", '{"spaces":[{"name":"staff_vector","weight":1}]}', "--json");
    const { a, b, comparison } = JSON.parse(out);
    assert.deepEqual([a.overall.queries, b.overall.queries], [2, 2]);
    assert.equal(comparison[0].kind, "overall");
  });

  test("measures each leg that the catalogue has, and gives a verdict", async () => {
    const { status, out } = await evaluated("--legs", "--json");
    assert.equal(status, 0);
    const { legs } = JSON.parse(out);
    const names = legs.parts.map(({ name }: { name: string }) => name);
    for (const name of ["title_vector", "text_sparse", "names", "whole, rrf", "0.6 : 0.4, rrf"]) {
      assert.ok(names.includes(name), name);
    }
    assert.ok(!names.includes("image_vector"), "what is empty is no leg");
    assert.ok(legs.verdicts.some(({ kind }: { kind: string }) => kind === "title"));
  });

  test("ends with 1 where something is below the floor, and says what", async () => {
    assert.equal((await evaluated("--record-floor", "floor.json")).status, 0);
    const held = await evaluated("--floor", "floor.json");
    assert.equal(held.status, 0);
    assert.match(held.out, /nothing is below its floor/);
    const floor = JSON.parse(readFileSync(join(folder, "floor.json"), "utf8"));
    floor.floors.title.queries = 3;
    writeFileSync(join(folder, "higher.json"), JSON.stringify(floor));
    const fell = await evaluated("--floor", "higher.json");
    assert.equal(fell.status, 1);
    assert.match(fell.out, /title +queries +3 +3 +1$/m);
  });

  test("wrong usage is refused before anything is measured: status 2, and what would be right", async () => {
    const wrong: [args: string[], said: RegExp][] = [
      [["--kind", "plots"], /--kind: got plots.*did you mean plot\?/],
      [["--report", "report.pdf"], /--report: got report\.pdf.*\.json, \.txt, \.html/],
      [["--legs", "--against", "{}"], /--against and --legs were given/],
      [["--floor", "floor.json", "--kind", "plot"], /leave out --kind/],
      [["--config", '{"limit":5}'], /USAGE.*limit/],
      [["--config", "{"], /--config: got \{/],
      [["--half", "left"], /tuning, test, both/],
      [["--catalogue", "whole"], /full, partial/],
      [["--kind", "like"], /of 0 queries none is left/],
    ];
    for (const [args, said] of wrong) {
      const { status, err, out } = await evaluated(...args);
      assert.equal(status, 2, `${args.join(" ")}: ${out}${err}`);
      assert.match(err, said);
    }
    assert.ok(!existsSync(join(folder, "report.pdf")));
  });

  test("files that cannot be read fail by name", async () => {
    for (const args of [
      ["--gold", "nowhere"],
      ["--gold", "gold", "--floor", "nowhere.json"],
      ["--gold", "gold", "--against-report", "catalogue.jsonl"],
    ]) {
      const { status, err } = await run("eval", "--half", "both", ...args);
      assert.equal(status, 1, err);
      assert.match(err, new RegExp(`INPUT_UNREADABLE: .*${args.at(-1)}`));
    }
    const { status, err } = await evaluated("--report", "nowhere/report.json");
    assert.equal(status, 2);
    assert.match(err, /nowhere\/report\.json cannot be written: ENOENT/);
  });
});
