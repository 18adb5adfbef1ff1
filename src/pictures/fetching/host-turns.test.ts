import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { HostTurns } from "./host-turns.ts";

/** Requests and pauses that end when they are told to. */
function stage() {
  const pauses: (() => void)[] = [];
  const running: { name: string; end: () => void }[] = [];
  const turns = new HostTurns(
    { perHost: 2, gapMs: 100 },
    () => new Promise<void>((resolve) => pauses.push(resolve)),
  );
  const ask = (name: string) =>
    turns.run(name, () => new Promise<void>((resolve) => running.push({ name, end: resolve })));
  return { turns, pauses, running, ask };
}

test("a host gets so many requests at a time, and a pause after each; others do not wait for it", async () => {
  const { pauses, running, ask } = stage();
  for (const name of ["a", "a", "a", "b"]) void ask(name);
  await turn();
  assert.deepEqual(
    running.map(({ name }) => name),
    ["a", "a", "b"],
  );
  running[0]!.end();
  await turn();
  assert.equal(running.length, 3, "the place is free after the pause only");
  pauses[0]!();
  await turn();
  assert.equal(running.length, 4);
});

test("a request that fails gives its place back", async () => {
  const { turns, pauses, ask, running } = stage();
  for (let i = 0; i < 2; i++)
    await assert.rejects(
      turns.run("a", () => Promise.reject(new Error("no"))),
      /no/,
    );
  for (const end of pauses) end();
  await turn();
  void ask("a");
  void ask("a");
  await turn();
  assert.equal(running.length, 2);
});

test("of two pauses the longer counts", () => {
  const { turns } = stage();
  assert.equal(turns.pausedUntil("a"), 0);
  turns.pause("a", 500);
  turns.pause("a", 300);
  assert.equal(turns.pausedUntil("a"), 500);
});
