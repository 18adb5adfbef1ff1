import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { CatalogueRecord } from "../record/record.ts";
import { ingest } from "./ingest.ts";
import { fileInput, streamInput } from "./inputs.ts";
import { memoryRecord } from "./testing/inputs.ts";

let folder: string;
let record: CatalogueRecord;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-inputs-"));
  record = memoryRecord();
});
afterEach(() => {
  record.close();
  rmSync(folder, { recursive: true, force: true });
});

const lines = [1, 2, 3].map((number) =>
  JSON.stringify({ title: `Title ${number}`, sources: [`https://myanimelist.net/anime/${number}`] }),
);
const write = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const run = (...paths: string[]) =>
  ingest(
    { record, dataDir: folder },
    paths.map((path) => fileInput(path)),
    { prune: true },
  );

describe("files", () => {
  test("with a byte-order mark, CRLF and gzip are read, under their absolute path", async () => {
    const path = write("catalogue", gzipSync(`\uFEFF${lines.join("\r\n")}\r\n`));
    const summary = await run(relative(process.cwd(), path));
    assert.deepEqual([summary.added, summary.rejected, summary.files[0]?.source], [3, 0, path]);
    // The same file, whatever name it is given by, is one source.
    assert.equal((await run(path)).unchanged, 3);
  });

  test("that are cut off lose what was cut, say so, and prune nothing", async () => {
    const path = write("catalogue.jsonl", `${lines.join("\n")}\n`);
    await run(path);
    for (const cut of [
      `${lines[0]}\n${lines[1]!.slice(0, 20)}`,
      gzipSync(lines.join("\n")).subarray(0, 60),
    ]) {
      write("catalogue.jsonl", cut);
      const [file] = (await run(path)).files;
      assert.ok(file?.state === "truncated" || file?.state === "failed", file?.state);
      assert.notEqual(file.prune_refused, null);
      assert.equal(record.entries.counts().anime, 3);
    }
  });

  test("that are empty, none, or no catalogue say what they are, and the others are read", async () => {
    const good = write("good.jsonl", lines.join("\n"));
    const summary = await run(
      write("empty", ""),
      write("picture", "\x89PNG\r\n\x1a\n\0\0"),
      join(folder, "none"),
      good,
    );
    assert.deepEqual(
      summary.files.map(({ state, error }) => error?.code ?? state),
      ["INPUT_UNREADABLE", "FORMAT_UNKNOWN", "INPUT_UNREADABLE", "done"],
    );
    assert.equal(summary.added, 3);
  });
});

test("a stream is read as it comes, under the name it is given", async () => {
  const chunks = [lines[0]!, "\n", lines[1]!.slice(0, 9), lines[1]!.slice(9)].map((text) =>
    Buffer.from(text),
  );
  const summary = await ingest(
    { record, dataDir: folder },
    [streamInput(Readable.from(chunks), "upload")],
    {},
  );
  assert.deepEqual([summary.added, summary.files[0]?.source], [2, "upload"]);
});
