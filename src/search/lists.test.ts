import assert from "node:assert/strict";
import { test } from "node:test";
import { isFailure } from "../errors.ts";
import { type FrozenList, FrozenLists, type ListSource } from "./lists.ts";

function source(list: () => FrozenList, kept: readonly string[] = ["g1"]): ListSource & { made: number } {
  const made = {
    made: 0,
    request: "r",
    live: kept.at(-1)!,
    kept: async (name: string) => kept.includes(name),
    make: async (generation: string) => {
      made.made++;
      return { ...list(), generation };
    },
  };
  return made;
}

const list = (ids: readonly string[], sequence = 1): FrozenList => ({
  generation: "g1",
  request: "r",
  sequence,
  ids,
  scores: ids.map((_, i) => 100 - i),
  total: { value: ids.length, relation: "eq" },
});

const letters = [..."abcdefghij"];

test("pages follow each other without repeats or gaps, and the last one has no cursor", async () => {
  const lists = new FrozenLists(10);
  const from = source(() => list(letters));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await lists.page(from, cursor, 3);
    seen.push(...page.ids);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  assert.deepEqual(seen, letters);
  assert.equal(from.made, 1);
});

test("a page that ends exactly at the end gives no cursor", async () => {
  const page = await new FrozenLists(10).page(
    source(() => list(letters)),
    undefined,
    10,
  );
  assert.equal(page.nextCursor, undefined);
});

test("a later write does not move the pages of a list that was begun", async () => {
  const lists = new FrozenLists(10);
  const first = await lists.page(
    source(() => list(letters)),
    undefined,
    3,
  );
  // Somebody else's first page, after an entry was put in front.
  await lists.page(
    source(() => list(["new", ...letters], 2)),
    undefined,
    3,
  );
  const second = await lists.page(
    source(() => list(["new", ...letters], 2)),
    first.nextCursor,
    3,
  );
  assert.deepEqual(second.ids, ["d", "e", "f"]);
});

test("a forgotten list is made again and continued behind the last result seen", async () => {
  const first = await new FrozenLists(10).page(
    source(() => list(letters)),
    undefined,
    3,
  );
  const again = await new FrozenLists(10).page(
    source(() => list(["new", ...letters], 2)),
    first.nextCursor,
    3,
  );
  assert.deepEqual(again.ids, ["d", "e", "f"]);
});

test("where the last result seen is gone too, what scores lower follows", async () => {
  const first = await new FrozenLists(10).page(
    source(() => list(letters)),
    undefined,
    3,
  );
  // c scored 98; of what is left, d scores 97.
  const rest: FrozenList = { ...list(letters.slice(3)), scores: letters.slice(3).map((_, i) => 97 - i) };
  const again = await new FrozenLists(10).page(
    source(() => rest),
    first.nextCursor,
    2,
  );
  assert.deepEqual(again.ids, ["d", "e"]);
});

test("a list without scores continues at its position", async () => {
  const flat = (ids: readonly string[]): FrozenList => ({ ...list(ids), scores: ids.map(() => 0) });
  const first = await new FrozenLists(10).page(
    source(() => flat(letters)),
    undefined,
    3,
  );
  const again = await new FrozenLists(10).page(
    source(() => flat(letters.filter((id) => id !== "c"))),
    first.nextCursor,
    2,
  );
  // c is gone; the position (3) is kept, as near as the list allows.
  assert.deepEqual(again.ids, ["e", "f"]);
});

test("a cursor of another request, of a generation that is gone, and no cursor at all are told apart", async () => {
  const lists = new FrozenLists(10);
  const { nextCursor } = await lists.page(
    source(() => list(letters)),
    undefined,
    3,
  );
  const other: ListSource = { ...source(() => list(letters)), request: "other" };
  await assert.rejects(lists.page(other, nextCursor, 3), (error) => isFailure(error, "CURSOR_MISMATCH"));
  const gone = source(() => list(letters), ["g2"]);
  await assert.rejects(new FrozenLists(10).page(gone, nextCursor, 3), (error) =>
    isFailure(error, "CURSOR_EXPIRED"),
  );
  for (const text of [
    "",
    "garbage",
    "%%%",
    "W10",
    Buffer.from("[1,2,3,4,5,6]").toString("base64url"),
    "💀",
  ]) {
    await assert.rejects(
      lists.page(
        source(() => list(letters)),
        text,
        3,
      ),
      (error) => isFailure(error, "CURSOR_INVALID"),
    );
  }
});

test("an empty list is one empty page", async () => {
  const page = await new FrozenLists(10).page(
    source(() => list([])),
    undefined,
    3,
  );
  assert.deepEqual(page.ids, []);
  assert.equal(page.nextCursor, undefined);
});

test("only so many lists are remembered", async () => {
  const lists = new FrozenLists(1);
  const a = source(() => list(letters));
  const b: ListSource & { made: number } = Object.assign(
    source(() => ({ ...list(letters), request: "b" })),
    { request: "b" },
  );
  const first = await lists.page(a, undefined, 3);
  await lists.page(b, undefined, 3);
  await lists.page(a, first.nextCursor, 3);
  assert.equal(a.made, 2);
});
