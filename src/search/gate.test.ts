import assert from "node:assert/strict";
import { test } from "node:test";
import { isFailure } from "../errors.ts";
import { Gate } from "./gate.ts";

/** A task that ends when told to. */
function held() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return { task: () => promise, resolve, reject };
}

test("as many run as the limit allows, as many wait, the rest are refused at once", async () => {
  const gate = new Gate(2);
  const tasks = [held(), held(), held(), held()];
  const runs = tasks.map(({ task }) => gate.run(task));
  assert.equal(gate.running, 2);
  assert.equal(gate.waiting, 2);
  await assert.rejects(
    gate.run(async () => "never"),
    (error) => isFailure(error, "OVERLOADED") && error.retryAfter === 1,
  );
  for (const { resolve } of tasks) resolve("done");
  assert.deepEqual(await Promise.all(runs), ["done", "done", "done", "done"]);
  assert.equal(gate.running, 0);
  assert.equal(gate.waiting, 0);
});

test("who waits is served in order, also behind a task that failed", async () => {
  const gate = new Gate(2);
  const [first, second] = [held(), held()];
  const order: number[] = [];
  const failing = gate.run(first.task);
  const blocking = gate.run(second.task);
  const third = gate.run(async () => order.push(3));
  const fourth = gate.run(async () => order.push(4));
  first.reject(new Error("broken"));
  await assert.rejects(failing, /broken/);
  await Promise.all([third, fourth]);
  assert.deepEqual(order, [3, 4]);
  second.resolve("done");
  assert.equal(await blocking, "done");
});

test("who gives up while waiting leaves the line", async () => {
  const gate = new Gate(1);
  const first = held();
  const running = gate.run(first.task);
  const giveUp = new AbortController();
  const waiting = gate.run(async () => "never", giveUp.signal);
  giveUp.abort(new Error("gave up"));
  await assert.rejects(waiting, /gave up/);
  assert.equal(gate.waiting, 0);
  first.resolve("done");
  assert.equal(await running, "done");
  assert.equal(await gate.run(async () => "next"), "next");
});
