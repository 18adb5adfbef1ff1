import assert from "node:assert/strict";
import { test } from "node:test";
import type { SparseVector } from "../../vector-store/port.ts";
import { Bm25, Bm25Fitter, type Bm25Parameters, type Bm25Texts } from "./bm25.ts";
import { termHash } from "./term-hash.ts";

const PARAMETERS: Bm25Parameters = {
  k1: 1,
  fields: {
    title: { weight: 2, b: 0.5, values: "best" },
    story: { weight: 1, b: 0.5, values: "sum" },
  },
};

function fit(documents: readonly Bm25Texts[]): Bm25 {
  const fitter = new Bm25Fitter(PARAMETERS);
  for (const document of documents) fitter.add(document);
  return fitter.finish();
}

function weightOf(vector: SparseVector, term: string): number | undefined {
  const at = vector.indices.indexOf(termHash(term));
  return at < 0 ? undefined : vector.values[at];
}

const near = (actual: number | undefined, expected: number) =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);

const DOCUMENTS: readonly Bm25Texts[] = [
  { title: ["cat"], story: "dog dog bird" },
  { title: ["cat dog", "bird"], story: "fish" },
  { title: ["mouse"] },
];

test("document values are BM25F by hand", () => {
  const bm25 = fit(DOCUMENTS);
  // Texts of the title field: cat (1), cat dog (2), bird (1), mouse (1): 5 terms in 4 texts, average 1.25.
  // Stories: 3 terms and 1 term, the third document has none: average 2.
  const first = bm25.documentVector(DOCUMENTS[0]!);
  // cat: s = 2 · 1 / (1 − 0.5 + 0.5 · 1/1.25) = 2 / 0.9; (1 + 1) s / (1 + s)
  near(weightOf(first, "cat"), (2 * (2 / 0.9)) / (1 + 2 / 0.9));
  // dog: s = 1 · 2 / (0.5 + 0.5 · 3/2) = 2 / 1.25 = 1.6; 3.2 / 2.6
  near(weightOf(first, "dog"), 3.2 / 2.6);
  near(weightOf(first, "bird"), (2 * 0.8) / 1.8);
  assert.equal(first.indices.length, 3);
  assert.deepEqual(
    [...first.indices],
    [...first.indices].sort((a, b) => a - b),
  );
});

test("of a field's separate values the best counts", () => {
  const bm25 = fit(DOCUMENTS);
  const many = bm25.documentVector({ title: ["cat", "cat dog bird", "cat"] });
  // cat weighs most in a title of its own, and is not counted three times.
  near(weightOf(many, "cat"), weightOf(bm25.documentVector({ title: ["cat"] }), "cat")!);
  // dog stands in a title of 3 terms: s = 2 / (0.5 + 0.5 · 3/1.25) = 2 / 1.7
  near(weightOf(many, "dog"), (2 * (2 / 1.7)) / (1 + 2 / 1.7));
});

test("a term in two fields adds up before it is saturated", () => {
  // title: 2 / (0.5 + 0.5 · 1/1.25) = 2 / 0.9; story: 1 / (0.5 + 0.5 · 1/2) = 1 / 0.75
  const s = 2 / 0.9 + 1 / 0.75;
  near(weightOf(fit(DOCUMENTS).documentVector({ title: ["cat"], story: "cat" }), "cat"), (2 * s) / (1 + s));
});

test("query values are idf times occurrences, and never negative", () => {
  const bm25 = fit(DOCUMENTS);
  const query = bm25.queryVector("cat cat mouse unseen");
  // N = 3; cat is in 2 documents: ln(1 + 1.5/2.5), twice; mouse in 1, and so counts a term never seen: ln(1 + 2.5/1.5)
  near(weightOf(query, "cat"), 2 * Math.log(1 + 1.5 / 2.5));
  near(weightOf(query, "mous"), Math.log(1 + 2.5 / 1.5));
  near(weightOf(query, "unseen"), Math.log(1 + 2.5 / 1.5));
  const everywhere = fit([{ title: ["cat"] }, { title: ["cat"] }]);
  // N = df = 2: ln(1 + 0.5/2.5) > 0
  near(weightOf(everywhere.queryVector("cat"), "cat"), Math.log(1.2));
});

test("empty texts, stop words and empty fits give empty or finite vectors", () => {
  const bm25 = fit(DOCUMENTS);
  for (const text of ["", "the of and", "👍", "\ud800"])
    assert.equal(bm25.queryVector(text).indices.length, 0);
  assert.equal(bm25.documentVector({}).indices.length, 0);
  assert.equal(bm25.documentVector({ title: [], story: "" }).indices.length, 0);
  const empty = fit([]);
  assert.ok(empty.queryVector("cat").values[0]! > 0);
  assert.ok(Number.isFinite(empty.documentVector({ title: ["cat"] }).values[0]!));
});

test("a field of weight 0 is silent", () => {
  const parameters: Bm25Parameters = { k1: 1, fields: { story: { weight: 0, b: 0.5, values: "sum" } } };
  const fitter = new Bm25Fitter(parameters);
  fitter.add({ story: "cat" });
  assert.equal(fitter.finish().documentVector({ story: "cat" }).indices.length, 0);
});

test("the order of documents does not matter, and bytes keep everything", () => {
  const bytes = fit(DOCUMENTS).toBytes();
  assert.deepEqual(fit([...DOCUMENTS].reverse()).toBytes(), bytes);
  const read = Bm25.fromBytes(bytes);
  assert.deepEqual(read.toBytes(), bytes);
  assert.deepEqual(read.documentVector(DOCUMENTS[1]!), fit(DOCUMENTS).documentVector(DOCUMENTS[1]!));
  assert.deepEqual(read.queryVector("cat fish"), fit(DOCUMENTS).queryVector("cat fish"));
});

test("document frequencies hold for many terms", () => {
  // Term i is in every document whose number it divides: of 1..600, floor(600 / i) documents.
  const fitter = new Bm25Fitter(PARAMETERS);
  for (let n = 1; n <= 600; n++) {
    const divisors = [];
    for (let i = 1; i <= n; i++) if (n % i === 0) divisors.push(`t${i}`, `t${i}`);
    fitter.add({ story: `${divisors.join(" ")} only${n}a` });
  }
  const bm25 = fitter.finish();
  for (let i = 1; i <= 600; i++) {
    const df = Math.floor(600 / i);
    near(bm25.queryVector(`t${i}`).values[0], Math.fround(Math.log(1 + (600 - df + 0.5) / (df + 0.5))));
  }
});

test("bytes cut short or of another format are refused", () => {
  const bytes = fit(DOCUMENTS).toBytes();
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => Bm25.fromBytes(bytes.subarray(0, length)), { code: "INDEX_DAMAGED" });
  }
  const other = Uint8Array.from(bytes);
  other[0] = 99;
  assert.throws(() => Bm25.fromBytes(other), { code: "INDEX_VERSION_UNSUPPORTED" });
});

test("words that no document has, or only one, are unheard of", () => {
  const bm25 = fit(DOCUMENTS);
  // Two documents have cat and dog and bird, one has fish and mouse, none has zebra.
  assert.equal(bm25.unheardOf("cat dog"), 0);
  assert.equal(bm25.unheardOf("fish"), 1);
  assert.equal(bm25.unheardOf("cat zebra bird zebra"), 1 / 3);
  assert.equal(bm25.unheardOf(""), 0);
  assert.equal(fit([]).unheardOf("cat"), 1);
});
