import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isFailure } from "../errors.ts";
import { FLOORED, fallen, floorOf, readFloor } from "./floor.ts";
import { KINDS, readGoldFolder } from "./gold.ts";
import { evaluationOf, outcome } from "./testing.ts";

/** Twenty queries of one kind, of which `right` are wholly right and `violating` show one thing that they must not. */
const reached = (right: number, violating = 0, count = 20) =>
  evaluationOf(
    Array.from({ length: count }, (_, i) => {
      const value = i < right ? 1 : 0;
      const violations = i < violating ? 1 : 0;
      return outcome(`p${i}`, "plot", {
        ...Object.fromEntries(FLOORED.map((name) => [name, value])),
        violations,
      });
    }),
  );
const fell = (now: ReturnType<typeof reached>, floor = floorOf(reached(18))) =>
  fallen(now, floor).map(({ kind, measure }) => `${kind} ${measure}`);

test("what was recorded is above its own floor, and so is all that is better", () => {
  assert.deepEqual(fell(reached(18)), []);
  assert.deepEqual(fell(reached(20)), []);
});

test("a kind may lose one query, overall what is worth one in a hundred", () => {
  // One of twenty lost is 0.05: allowed of the kind (1/20), not overall (1/100).
  const overall = ["precision@10", "ndcg@10", "mrr@10", "hit@10"].map((name) => `overall ${name}`);
  assert.deepEqual(fell(reached(17)), overall);
  const kind = overall.map((name) => name.replace("overall", "plot"));
  assert.deepEqual(fell(reached(16)), [...kind, ...overall]);
});

test("of violations none may come", () => {
  const floor = floorOf(reached(18, 2));
  assert.deepEqual(fell(reached(18, 2), floor), []);
  assert.deepEqual(fell(reached(18, 1), floor), []);
  assert.deepEqual(fell(reached(18, 3), floor), ["plot violations", "overall violations"]);
});

test("queries that went missing are a fall, too; new ones are not", () => {
  assert.deepEqual(fell(reached(18, 0, 19)), ["plot queries", "overall queries"]);
  assert.deepEqual(fell(reached(20, 0, 22)), []);
  const other = evaluationOf([...reached(20).outcomes.map((of) => ({ ...of, kind: "title" as const }))]);
  assert.deepEqual(fell(other), ["plot queries"]);
});

test("a floor of another catalogue or half is no floor for this one", () => {
  const floor = floorOf(reached(18));
  for (const wrong of [
    { ...floor, anime: 501 },
    { ...floor, half: "both" as const },
  ]) {
    assert.throws(
      () => fallen(reached(18), wrong),
      (error) => isFailure(error, "USAGE"),
    );
  }
});

test("a floor survives its file; a broken file is refused by name", () => {
  const floor = floorOf(reached(18));
  assert.deepEqual(readFloor(JSON.stringify(floor), "floor.json"), floor);
  const usage = (error: unknown) => isFailure(error, "USAGE");
  assert.throws(() => readFloor("{", "floor.json"), /floor\.json/);
  const { plot: _, ...noPlot } = floor.floors;
  assert.doesNotThrow(() => readFloor(JSON.stringify({ ...floor, floors: noPlot }), "floor.json"));
  const { overall: __, ...noOverall } = floor.floors;
  assert.throws(() => readFloor(JSON.stringify({ ...floor, floors: noOverall }), "floor.json"), usage);
  assert.throws(
    () => readFloor(JSON.stringify({ ...floor, floors: { ...floor.floors, poems: floor.floors.plot } }), "f"),
    usage,
  );
  assert.throws(() => readFloor("[]", "floor.json"), usage);
});

test("the recorded floor is for every kind, and for every query that states its needs", () => {
  const folder = join(import.meta.dirname, "../../evaluation");
  const { floors, half } = readFloor(readFileSync(join(folder, "floor.json"), "utf8"), "floor.json");
  assert.equal(half, "both");
  const asked = readGoldFolder(join(folder, "gold")).filter(({ bundled }) => bundled !== undefined);
  const counted = Object.fromEntries(Object.entries(floors).map(([kind, { queries }]) => [kind, queries]));
  const expected = KINDS.map((kind) => [kind, asked.filter((query) => query.kind === kind).length]);
  assert.deepEqual(
    counted,
    { ...Object.fromEntries(expected), overall: asked.length },
    "npm run floor -- --record writes it anew",
  );
});
