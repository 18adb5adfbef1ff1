import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { isFailure } from "../errors.ts";
import { DataDir, dataDirOwner } from "./data-dir.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-data-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("data folder", () => {
  test("is made where it is missing, for its owner only", () => {
    const path = join(folder, "deep", "data");
    const held = DataDir.acquire(path);
    assert.equal(statSync(path).mode & 0o777, 0o700);
    held.release();
  });

  test("is held by one at a time, and the message says by whom and what to do", () => {
    const held = DataDir.acquire(folder);
    held.announce("http://127.0.0.1:8002");
    assert.throws(
      () => DataDir.acquire(folder),
      (error) =>
        isFailure(error, "DATA_DIR_LOCKED") &&
        error.message.includes(`process ${process.pid}`) &&
        error.message.includes("http://127.0.0.1:8002"),
    );
    assert.equal(dataDirOwner(folder)?.url, "http://127.0.0.1:8002");
    held.release();
    assert.equal(dataDirOwner(folder), null);
    DataDir.acquire(folder).release();
  });

  test("is free again after its holder was killed", async () => {
    const module = JSON.stringify(new URL("./data-dir.ts", import.meta.url).href);
    const program = `const { DataDir } = await import(${module}); globalThis.held = DataDir.acquire(${JSON.stringify(folder)});
      console.log("held"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    assert.equal(dataDirOwner(folder)?.pid, child.pid);
    assert.throws(
      () => DataDir.acquire(folder),
      (error) => isFailure(error, "DATA_DIR_LOCKED"),
    );
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.equal(dataDirOwner(folder), null);
    DataDir.acquire(folder).release();
  });

  test("leaves foreign files alone, and says when it is a file itself", () => {
    writeFileSync(join(folder, "notes.txt"), "mine");
    DataDir.acquire(folder).release();
    assert.equal(readFileSync(join(folder, "notes.txt"), "utf8"), "mine");
    assert.throws(
      () => DataDir.acquire(join(folder, "notes.txt")),
      (error) => isFailure(error, "DATA_DIR_UNUSABLE"),
    );
  });
});

describe("admin token", () => {
  test("is made once, for its owner only, and read again", () => {
    const held = DataDir.acquire(folder);
    const first = held.adminToken();
    assert.match(first.token, /^[0-9a-f]{64}$/);
    assert.equal(first.made, true);
    assert.equal(statSync(first.path).mode & 0o777, 0o600);
    chmodSync(first.path, 0o644);
    const second = held.adminToken();
    assert.deepEqual([second.token, second.made], [first.token, false]);
    assert.equal(statSync(first.path).mode & 0o777, 0o600);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".tmp")),
      [],
    );
    held.release();
  });

  test("a file without a token is refused, not overwritten", () => {
    writeFileSync(join(folder, "admin-token"), "\n");
    const held = DataDir.acquire(folder);
    assert.throws(
      () => held.adminToken(),
      (error) => isFailure(error, "DATA_DIR_UNUSABLE"),
    );
    held.release();
  });
});
