import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { isFailure } from "../../errors.ts";
import {
  TINY_DEVIATION,
  TINY_MEAN,
  TINY_SIDE,
  type TinyTwoTowerModel,
  writeTinyTwoTowerModel,
} from "../../models/testing/tiny-two-tower-model.ts";
import { blocks, dot, imageEmbedderConformance, plain } from "../conformance.ts";
import type { DecodedPicture } from "../port.ts";
import { describeOnnxImageModel } from "./image-model.ts";
import { type OnnxImageEmbedderOptions, openOnnxImageEmbedder } from "./onnx-image-embedder.ts";

let root: string;
before(() => {
  root = mkdtempSync(join(tmpdir(), "kotodama-towers-"));
});
after(() => rmSync(root, { recursive: true }));

let count = 0;
function tiny(options: Parameters<typeof writeTinyTwoTowerModel>[1] = {}): TinyTwoTowerModel {
  return writeTinyTwoTowerModel(join(root, `model-${count++}`), options);
}

async function opened(folder: string, options: Partial<OnnxImageEmbedderOptions> = {}) {
  return openOnnxImageEmbedder({ model: folder, cacheDir: root, threads: 1, ...options });
}

imageEmbedderConformance("onnx with two graphs", async () => {
  const embedder = await opened(tiny().folder, { warmUp: true });
  await embedder.ready();
  return embedder;
});
imageEmbedderConformance("onnx with one graph for both towers", async () => {
  const embedder = await opened(tiny({ together: true }).folder, { threads: 2 });
  await embedder.ready();
  return embedder;
});

/** What the tower should see of a picture that has its size already: (value / 255 − mean) / deviation, by channel. */
function seen({ pixels }: DecodedPicture): Float32Array {
  const plane = TINY_SIDE ** 2;
  const values = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) {
      values[c * plane + i] = (pixels.data[3 * i + c]! / 255 - TINY_MEAN[c]!) / TINY_DEVIATION[c]!;
    }
  }
  return values;
}

function assertNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [d, value] of expected.entries()) {
    assert.ok(Math.abs(actual[d]! - value) < 1e-5, `component ${d}: got ${actual[d]}, worked out ${value}`);
  }
}

for (const together of [false, true]) {
  describe(together ? "a graph with both towers" : "a graph for each tower", () => {
    test("sees pictures as its weights say", async () => {
      const model = tiny({ together });
      const embedder = await opened(model.folder);
      try {
        const pictures = [1, 2, 3].map((seed) => blocks(seed, TINY_SIDE, TINY_SIDE));
        const rows = await embedder.embedPictures(pictures);
        for (const [i, picture] of pictures.entries()) {
          const row = rows.subarray(i * model.dimension, (i + 1) * model.dimension);
          assertNear(row, model.pictureVector(seen(picture)));
        }
      } finally {
        await embedder.close();
      }
    });

    test("reads texts as its weights say", async () => {
      const model = tiny({ together });
      const embedder = await opened(model.folder);
      try {
        const texts = ["a robot learns magic", "space pirates"];
        const rows = await embedder.embedTexts!(texts);
        for (const [i, text] of texts.entries()) {
          const expected = model.textVector(model.vocabulary.idsOf(text.split(" ")));
          assertNear(rows.subarray(i * model.dimension, (i + 1) * model.dimension), expected);
        }
      } finally {
        await embedder.close();
      }
    });
  });
}

describe("an onnx image embedder", () => {
  test("is named after its files: other weights, another revision", async () => {
    const [one, same, other] = [tiny(), tiny(), tiny({ seed: 8 })];
    const described = [one, same, other].map(({ folder }) =>
      describeOnnxImageModel({ model: folder, cacheDir: root }),
    );
    const identities = (await Promise.all(described)).map(({ identity }) => identity);
    assert.equal(identities[0]!.provider, "onnx");
    assert.equal(identities[0]!.dimension, one.dimension);
    assert.equal(identities[0]!.revision, identities[1]!.revision);
    assert.notEqual(identities[0]!.revision, identities[2]!.revision);
  });

  test("is for pictures only where there is no tower for texts", async () => {
    const { folder } = tiny();
    unlinkSync(join(folder, "onnx/text_model.onnx"));
    unlinkSync(join(folder, "tokenizer.json"));
    const embedder = await opened(folder);
    assert.equal(embedder.embedTexts, undefined);
    const row = await embedder.embedPictures([plain([10, 200, 30])]);
    assert.ok(Math.abs(dot(row, row) - 1) < 1e-5);
    await embedder.close();
  });

  test("fills texts up to their full length for SigLIP", async () => {
    const model = tiny();
    const config = join(model.folder, "config.json");
    const own = JSON.parse(readFileSync(config, "utf8")) as Record<string, unknown>;
    writeFileSync(config, JSON.stringify({ ...own, model_type: "siglip" }));
    const embedder = await opened(model.folder);
    // Padding is masked in this graph, so that a filled-up text has the vector of a bare one.
    const expected = model.textVector(model.vocabulary.idsOf(["magic", "war"]));
    assertNear(await embedder.embedTexts!(["magic war"]), expected);
    await embedder.close();
  });

  test("says that it loads, and then that it is ready", async () => {
    const embedder = await opened(tiny().folder);
    assert.deepEqual(embedder.status(), { state: "loading" });
    await embedder.ready();
    assert.deepEqual(embedder.status(), { state: "ready" });
    await embedder.close();
  });

  test("embeds nothing any more once it is closed", async () => {
    const embedder = await opened(tiny().folder);
    await embedder.close();
    await assert.rejects(embedder.embedPictures([blocks(1)]), (error) => isFailure(error, "MODEL_FAILED"));
  });
});

describe("what cannot be used is refused before anything is loaded", () => {
  const refuses = async (folder: string, said: RegExp) =>
    assert.rejects(opened(folder), (error) => isFailure(error, "MODEL_INVALID") && said.test(error.message));

  test("a model that is not here", async () => {
    await assert.rejects(
      opened("openai/clip-vit-large-patch14"),
      (error) => isFailure(error, "MODEL_NOT_FOUND") && /models pull/.test(error.message),
    );
  });

  test("a folder without what says how pictures are prepared", async () => {
    const { folder } = tiny();
    unlinkSync(join(folder, "preprocessor_config.json"));
    await refuses(folder, /preprocessor_config\.json/);
  });

  test("a folder without a graph, or with one that is cut", async () => {
    const { folder } = tiny();
    truncateSync(join(folder, "onnx/vision_model.onnx"), 100);
    await refuses(folder, /vision_model\.onnx/);
    unlinkSync(join(folder, "onnx/vision_model.onnx"));
    await refuses(folder, /model\.onnx/);
  });

  test("a graph for texts in the place of one for pictures", async () => {
    const { folder } = tiny();
    writeFileSync(join(folder, "onnx/vision_model.onnx"), readFileSync(join(folder, "onnx/text_model.onnx")));
    await refuses(folder, /pixel_values/);
  });
});

test("a graph that only the runtime finds broken fails when it is loaded, and status says so", async () => {
  const { folder } = tiny();
  const path = join(folder, "onnx/vision_model.onnx");
  // An operator of the same length that does not exist.
  const graph = readFileSync(path);
  graph.write("Cxxv", graph.indexOf("Conv"), "latin1");
  writeFileSync(path, graph);
  const embedder = await opened(folder);
  await assert.rejects(embedder.ready(), (error) => isFailure(error, "MODEL_INVALID"));
  assert.equal(embedder.status().state, "failed");
  await assert.rejects(embedder.embedPictures([blocks(1)]), (error) => isFailure(error, "MODEL_INVALID"));
  await embedder.close();
});
