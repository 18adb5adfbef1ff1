import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { appendMergePatch, applyMergePatch, type MergePatch } from "./merge-patch.ts";

describe("merge patch", () => {
  // RFC 7396, appendix A: original, patch, result.
  const cases: readonly (readonly [unknown, unknown, unknown])[] = [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [original, patch, expected] of cases) {
    test(`${JSON.stringify(original)} with ${JSON.stringify(patch)}`, () => {
      const before = JSON.stringify(original);
      assert.deepEqual(applyMergePatch(original, patch), expected);
      assert.equal(JSON.stringify(original), before);
    });
  }

  test("a key named __proto__ is a key like any other", () => {
    const patched = applyMergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}'));
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    assert.deepEqual(Object.keys(patched as object), ["__proto__"]);
  });

  test("patches in a row are kept as few that do the same", () => {
    const targets = [{}, { a: 1 }, { a: { x: 1, y: 2 }, b: [1] }];
    const rows: readonly { patches: readonly MergePatch[]; kept: number }[] = [
      { patches: [{ a: 1 }, { a: 2 }, { b: null }], kept: 1 },
      { patches: [{ a: { x: null } }, { a: { z: 3 } }], kept: 1 },
      { patches: [{ a: { x: 5 } }, { a: null }], kept: 1 },
      // The first empties `a`, the second fills it: one patch would leave what the target had there.
      { patches: [{ a: null }, { a: { z: 3 } }], kept: 2 },
      { patches: [{ a: 7 }, { a: { z: 3 } }], kept: 2 },
    ];
    for (const { patches, kept } of rows) {
      const list = patches.reduce<MergePatch[]>(appendMergePatch, []);
      assert.equal(list.length, kept, JSON.stringify(patches));
      for (const target of targets) {
        const one = patches.reduce<unknown>(applyMergePatch, target);
        assert.deepEqual(list.reduce<unknown>(applyMergePatch, target), one);
      }
    }
  });
});
