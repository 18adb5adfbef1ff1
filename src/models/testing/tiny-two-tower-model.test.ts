import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { seededRandom } from "../../random.ts";
import { unit } from "./encoder-forward.ts";
import { TINY_SIDE, type TinyTwoTowerModel, writeTinyTwoTowerModel } from "./tiny-two-tower-model.ts";

describe("the tiny two-tower model", () => {
  let folder: string;
  let model: TinyTwoTowerModel;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "kotodama-tower-"));
    model = writeTinyTwoTowerModel(folder);
  });
  after(() => rmSync(folder, { recursive: true }));

  test("sees pictures as its weights say", async () => {
    const random = seededRandom(3);
    const count = 3 * TINY_SIDE * TINY_SIDE;
    const pictures = [0, 1].map(() => Float32Array.from({ length: count }, () => random.normal()));
    const session = await InferenceSession.create(join(folder, "onnx/vision_model.onnx"));
    const pixels = Float32Array.from([...pictures[0]!, ...pictures[1]!]);
    const output = await session.run({
      pixel_values: new Tensor("float32", pixels, [2, 3, TINY_SIDE, TINY_SIDE]),
    });
    assertRows(output.image_embeds!, pictures.map(model.pictureVector));
    await session.release();
  });

  test("reads texts as its weights say", async () => {
    const ids = model.vocabulary.idsOf(["space", "pirates", "hunt", "a", "robot"]);
    const session = await InferenceSession.create(join(folder, "onnx/text_model.onnx"));
    const row = (value: (id: number) => number) =>
      new Tensor(
        "int64",
        BigInt64Array.from(ids, (id) => BigInt(value(id))),
        [1, ids.length],
      );
    const output = await session.run({
      input_ids: row((id) => id),
      attention_mask: row(() => 1),
      token_type_ids: row(() => 0),
    });
    assertRows(output.text_embeds!, [model.textVector(ids)]);
    await session.release();
  });
});

/** Compares rows at length 1; the graph adds in single precision. */
function assertRows(actual: Tensor, expected: readonly (readonly number[])[]): void {
  const width = expected[0]!.length;
  assert.deepEqual(actual.dims, [expected.length, width]);
  for (const [i, row] of expected.entries()) {
    const own = unit(Array.from((actual.data as Float32Array).subarray(i * width, (i + 1) * width)));
    for (const [d, value] of row.entries())
      assert.ok(Math.abs(own[d]! - value) < 1e-5, `row ${i}, ${d}: ${own[d]} ${value}`);
  }
}
