import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { PictureFiles } from "./picture-files.ts";

const root = mkdtempSync(join(tmpdir(), "kotodama-files-"));
after(() => rmSync(root, { recursive: true, force: true }));

const digest = (text: string) => hash("sha256", text, "buffer");
const pathIn = (folder: string, text: string) => {
  const name = digest(text).toString("hex");
  return join(folder, name.slice(0, 2), name);
};

test("a file is there again, in another process too, until it makes room for others", async () => {
  const folder = join(root, "a");
  const files = new PictureFiles(folder, 250);
  const put = (text: string) => files.put(digest(text), Buffer.alloc(100, text));
  assert.equal(await files.get(digest("x")), null);
  await put("x");
  await put("y");
  assert.deepEqual(await new PictureFiles(folder, 250).get(digest("x")), Buffer.alloc(100, "x"));
  // y was used longest ago.
  utimesSync(pathIn(folder, "y"), new Date(1_000), new Date(1_000));
  await put("z");
  assert.deepEqual(await Promise.all(["x", "y", "z"].map((text) => files.has(digest(text)))), [
    true,
    false,
    true,
  ]);
});

test("what is larger than everything may be is not kept, and half a file is none", async () => {
  const folder = join(root, "b");
  const files = new PictureFiles(folder, 50);
  await files.put(digest("x"), Buffer.alloc(51));
  assert.equal(await files.has(digest("x")), false);
  await files.put(digest("y"), Buffer.alloc(50));
  const left = `${pathIn(folder, "y")}.new`;
  writeFileSync(left, "half");
  await new PictureFiles(folder, 60).put(digest("z"), Buffer.alloc(30));
  assert.equal(
    readdirSync(join(left, "..")).some((name) => name.endsWith(".new")),
    false,
  );
});
