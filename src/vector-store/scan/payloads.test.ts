import assert from "node:assert/strict";
import { test } from "node:test";
import { Payloads, PayloadsBuilder } from "./payloads.ts";

const SAMPLES = [
  {},
  { title: "進撃の巨人 \u2028 \u{1f600}", lone: "\ud800", nested: { list: [1, null, 1.5e300] } },
  { long: "é".repeat(100_000) },
  JSON.parse('{"__proto__": {"a": 1}}') as Record<string, unknown>,
];

function built(): Payloads {
  const builder = new PayloadsBuilder();
  for (const sample of SAMPLES) builder.add(Buffer.from(JSON.stringify(sample)));
  return builder.build();
}

test("gives back what it was given, each time anew", () => {
  const payloads = built();
  for (const [row, sample] of SAMPLES.entries()) assert.deepEqual(payloads.get(row), sample);
  const first = payloads.get(1);
  first.title = "changed";
  assert.equal(payloads.get(1).title, SAMPLES[1]!.title);
});

test("copies rows and survives a file", () => {
  const source = built();
  const builder = new PayloadsBuilder();
  for (const row of [3, 1]) builder.add(source.raw(row));
  const bytes = new Uint8Array(Buffer.concat(builder.build().encode()));
  const payloads = Payloads.decode(bytes);
  assert.equal(payloads.rows, 2);
  assert.deepEqual(payloads.get(0), SAMPLES[3]);
  assert.deepEqual(payloads.get(1), SAMPLES[1]);
  assert.throws(() => Payloads.decode(bytes.slice(0, -1)), RangeError);
  assert.throws(() => Payloads.decode(new Uint8Array(3)), RangeError);
});
