import assert from "node:assert/strict";
import { test } from "node:test";
import { PictureRounds } from "./picture-rounds.ts";

/** A library that notes what it is asked for, and what is logged. */
function stage(options: { behind: boolean; work?: (signal: AbortSignal | undefined) => Promise<never> }) {
  const calls: string[] = [];
  const logged: string[] = [];
  const rounds = new PictureRounds({
    library: {
      isBehind: () => options.behind,
      scan: async () => void calls.push("scan"),
      work: async ({ remote, signal }) => {
        calls.push(remote ? "fetch" : "work");
        return options.work === undefined ? { kept: 2, failed: 1, postponed: 0 } : options.work(signal);
      },
    },
    remote: false,
    log: (message, fields) => logged.push(`${message} ${JSON.stringify(fields)}`),
    looksBetween: 3,
  });
  return { rounds, calls, logged };
}

test("a round is made at the start, whenever entries have changed, and every so many looks", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const state = { behind: false };
  const { rounds, calls, logged } = stage(state);
  rounds.start();
  const look = async () => {
    t.mock.timers.tick(1_000);
    await new Promise(setImmediate);
    return calls.splice(0).length > 0;
  };
  assert.deepEqual([await look(), await look(), await look(), await look()], [true, false, false, true]);
  state.behind = true;
  assert.equal(await look(), true);
  assert.match(logged[0]!, /pictures were looked at \{"kept":2,"failed":1\}/);
  await rounds.stop();
  assert.equal(await look(), false);
});

test("what goes wrong is logged and the next round is made all the same", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const { rounds, calls, logged } = stage({ behind: true, work: () => Promise.reject(new Error("disk")) });
  rounds.start();
  for (let i = 0; i < 2; i++) {
    t.mock.timers.tick(1_000);
    await new Promise(setImmediate);
  }
  assert.deepEqual(calls, ["scan", "work", "scan", "work"]);
  assert.match(logged[0]!, /could not be looked at.*disk/);
  await rounds.stop();
});

test("a stop ends the round that runs and waits for it", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const ended: string[] = [];
  const { rounds, logged } = stage({
    behind: true,
    work: (signal) =>
      new Promise((_, reject) =>
        signal!.addEventListener("abort", () => {
          ended.push("round");
          reject(signal!.reason);
        }),
      ),
  });
  rounds.start();
  t.mock.timers.tick(1_000);
  await new Promise(setImmediate);
  await rounds.stop();
  assert.deepEqual([ended, logged], [["round"], []]);
});
