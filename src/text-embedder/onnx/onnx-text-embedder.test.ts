import assert from "node:assert/strict";
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { isFailure } from "../../errors.ts";
import {
  type TinyTextModel,
  type TinyTextOptions,
  writeTinyTextModel,
} from "../../models/testing/tiny-text-model.ts";
import {
  type OnnxTextEmbedder,
  type OnnxTextEmbedderOptions,
  openOnnxTextEmbedder,
} from "./onnx-text-embedder.ts";

let root: string;
before(() => {
  root = mkdtempSync(join(tmpdir(), "kotodama-onnx-"));
});
after(() => rmSync(root, { recursive: true }));

let count = 0;
function tiny(options: TinyTextOptions = {}): TinyTextModel {
  return writeTinyTextModel(join(root, `model-${count++}`), options);
}

async function withEmbedder(
  model: Pick<TinyTextModel, "folder">,
  options: Partial<OnnxTextEmbedderOptions>,
  run: (embedder: OnnxTextEmbedder) => Promise<void>,
): Promise<void> {
  const embedder = await openOnnxTextEmbedder({
    model: model.folder,
    cacheDir: root,
    threads: 1,
    ...options,
  });
  try {
    await run(embedder);
  } finally {
    await embedder.close();
  }
}

/** The graph adds in single precision, the expectation in double. */
function assertNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [d, value] of expected.entries()) {
    assert.ok(Math.abs(actual[d]! - value) < 1e-5, `component ${d}: got ${actual[d]}, worked out ${value}`);
  }
}

const TEXTS = [
  "a boy finds a notebook that kills people",
  "magic war",
  "the detective solves a murder of the cat and the robot of a school band",
  "space pirates hunt",
];
const words = (text: string) => text.split(" ");
const rowOf = (rows: Float32Array, i: number, width: number) => rows.subarray(i * width, (i + 1) * width);

describe("vectors of a tiny model are what its weights give, worked out by hand", () => {
  for (const options of [
    { pooling: "mean" },
    { pooling: "cls", tokenizer: "unigram" },
    { pooling: "lasttoken" },
    { pooling: "max" },
    { pooling: "none", pooled: true },
    { pooling: "mean", external: true },
    { pooling: "cls", suffix: "_quantized" },
  ] as const satisfies readonly TinyTextOptions[]) {
    test(JSON.stringify(options), async () => {
      const model = tiny(options);
      await withEmbedder(model, {}, async (embedder) => {
        const rows = await embedder.embed(TEXTS, "document");
        for (const [i, text] of TEXTS.entries()) {
          assertNear(rowOf(rows, i, model.dimension), model.vector(model.vocabulary.idsOf(words(text))));
        }
      });
    });
  }

  test("whatever the batch, the order and the number of threads", async () => {
    const model = tiny();
    const many = Array.from({ length: 40 }, (_, i) => TEXTS[(i * 3) % TEXTS.length]!);
    await withEmbedder(model, { threads: 2, warmUp: true, warmUpMs: 200 }, async (embedder) => {
      await embedder.ready();
      const rows = await embedder.embed(many, "document");
      for (const [i, text] of many.entries()) {
        assertNear(rowOf(rows, i, model.dimension), model.vector(model.vocabulary.idsOf(words(text))));
      }
    });
  });

  test("a text longer than the model reads keeps its last special token", async () => {
    const model = tiny({ maxTokens: 6, pooling: "lasttoken" });
    await withEmbedder(model, {}, async (embedder) => {
      const rows = await embedder.embed([TEXTS[0]!], "document");
      // Two of the six are special.
      assertNear(rows, model.vector(model.vocabulary.idsOf(words("a boy finds a"))));
    });
  });

  test("the setting may let it read less, which makes it another embedder", async () => {
    const model = tiny();
    await withEmbedder(model, {}, async (whole) => {
      await withEmbedder(model, { maxTokens: 5 }, async (short) => {
        const rows = await short.embed([TEXTS[0]!], "document");
        assertNear(rows, model.vector(model.vocabulary.idsOf(words("a boy finds"))));
        assert.notDeepEqual(short.identity, whole.identity);
      });
    });
  });

  test("prefixes come from the model's own prompts", async () => {
    const model = tiny();
    const prompts = { query: "query : ", document: "passage : " };
    writeFileSync(join(model.folder, "config_sentence_transformers.json"), JSON.stringify({ prompts }));
    await withEmbedder(model, {}, async (embedder) => {
      assertNear(
        await embedder.embed(["a band"], "query"),
        model.vector(model.vocabulary.idsOf(words("query : a band"))),
      );
      assertNear(
        await embedder.embed(["a band"], "document"),
        model.vector(model.vocabulary.idsOf(words("passage : a band"))),
      );
    });
  });
});

describe("lexical weights", () => {
  for (const lexical of ["graph", "safetensors", "torch"] as const) {
    test(`from the ${lexical === "graph" ? "graph itself" : `${lexical} file`}, the same pass as the vectors`, async () => {
      const model = tiny({ tokenizer: "unigram", pooling: "cls", lexical });
      await withEmbedder(model, {}, async (embedder) => {
        const texts = ["a boy and a girl and a cat", "music music band", "", "the robot learns to whistle"];
        const { dense, lexical: weights } = await embedder.embedWithLexical!(texts, "query");
        assert.equal(weights.length, texts.length);
        for (const [i, text] of texts.entries()) {
          const ids = text === "" ? [] : model.vocabulary.idsOf(words(text));
          const expected = text === "" ? new Map<number, number>() : model.lexicalWeights(ids);
          const { indices, values } = weights[i]!;
          assert.deepEqual(
            [...indices],
            [...expected.keys()].sort((a, b) => a - b),
          );
          assertNear(
            values,
            [...indices].map((id) => expected.get(id)!),
          );
          if (text !== "") assertNear(rowOf(dense, i, model.dimension), model.vector(ids));
        }
        assert.ok(
          weights.some(({ indices }) => indices.length > 1),
          "some words weigh something",
        );
      });
    });
  }

  test("a model without a head has no such call", async () => {
    await withEmbedder(tiny(), {}, async (embedder) => assert.equal(embedder.embedWithLexical, undefined));
  });

  test("the head is part of what the embedder is", async () => {
    const model = tiny({ lexical: "safetensors" });
    const other = join(root, `model-${count++}`);
    cpSync(model.folder, other, { recursive: true });
    unlinkSync(join(other, "sparse_linear.safetensors"));
    await withEmbedder(model, {}, async (a) => {
      await withEmbedder({ folder: other }, {}, async (b) =>
        assert.notEqual(a.identity.revision, b.identity.revision),
      );
    });
  });
});

describe("hostile and odd texts", () => {
  test("blank ones give zeros, others rows of length 1", async () => {
    const model = tiny();
    await withEmbedder(model, {}, async (embedder) => {
      const texts = [
        "",
        " \n\t",
        "x".repeat(2_000_000),
        "\ud800 lone",
        "🦊🦊🦊",
        "\0\u0001",
        "[SEP] [CLS] [PAD]",
        "進撃の巨人",
      ];
      const rows = await embedder.embed(texts, "query");
      const lengths = texts.map((_, i) => Math.hypot(...rowOf(rows, i, model.dimension)));
      assert.deepEqual(lengths.slice(0, 2), [0, 0]);
      for (const length of lengths.slice(2)) assert.ok(Math.abs(length - 1) < 1e-5);
    });
  });

  test("no texts, and too many", async () => {
    await withEmbedder(tiny(), {}, async (embedder) => {
      assert.equal((await embedder.embed([], "query")).length, 0);
      const many = new Array<string>(embedder.maxBatch + 1).fill("a");
      await assert.rejects(embedder.embed(many, "query"), (error) => isFailure(error, "REQUEST_INVALID"));
    });
  });
});

describe("identity", () => {
  test("follows the bytes of the files, not where they lie", async () => {
    const model = tiny();
    const moved = join(root, "elsewhere", model.folder.split("/").at(-1)!);
    cpSync(model.folder, moved, { recursive: true });
    const retrained = tiny({ seed: 2 });
    await withEmbedder(model, {}, async (a) => {
      await withEmbedder({ folder: moved }, {}, async (b) => assert.deepEqual(b.identity, a.identity));
      await withEmbedder(retrained, {}, async (c) =>
        assert.notEqual(c.identity.revision, a.identity.revision),
      );
    });
  });
});

describe("status", () => {
  test("loading, then ready with the time that a text takes", async () => {
    await withEmbedder(tiny(), { warmUp: true, warmUpMs: 100 }, async (embedder) => {
      assert.deepEqual(embedder.status(), { state: "loading" });
      await embedder.ready();
      const status = embedder.status();
      assert.ok(status.state === "ready" && (status.ms_per_text ?? 0) > 0);
      assert.ok(embedder.batch.measured.length > 0);
    });
  });

  test("failed, with the reason, where the graph cannot be opened", async () => {
    const model = tiny({ external: true });
    // The graph is whole, and half of its weights are gone.
    truncateSync(join(model.folder, "onnx/model.onnx_data"), 100);
    await withEmbedder(model, {}, async (embedder) => {
      await assert.rejects(embedder.ready(), (error) => isFailure(error, "MODEL_INVALID"));
      await assert.rejects(embedder.embed(["a"], "query"), (error) => isFailure(error, "MODEL_INVALID"));
      const status = embedder.status();
      assert.ok(status.state === "failed" && status.detail?.includes("model.onnx"));
    });
  });
});

describe("what is missing or wrong is said at once, with what to do", () => {
  const opening = (model: string, options: Partial<OnnxTextEmbedderOptions> = {}) =>
    openOnnxTextEmbedder({ model, cacheDir: root, threads: 1, ...options });
  const rejects = (promise: Promise<unknown>, code: Parameters<typeof isFailure>[1], says: RegExp) =>
    assert.rejects(promise, (error) => {
      assert.ok(isFailure(error, code), String(error));
      assert.match(error.message, says);
      return true;
    });

  test("no files of that name", async () => {
    await rejects(opening("BAAI/bge-m3"), "MODEL_NOT_FOUND", /kotodama models pull BAAI\/bge-m3/);
    await rejects(opening("bge-m3"), "MODEL_NOT_FOUND", /did you mean BAAI\/bge-m3\?/);
    await rejects(opening("../../etc/passwd"), "MODEL_NOT_FOUND", /neither a folder nor a name/);
  });

  test("no graph of that type", async () => {
    await rejects(
      opening(tiny().folder, { dtype: "q4" }),
      "MODEL_INVALID",
      /onnx\/model_q4\.onnx; it has fp32/,
    );
  });

  test("no tokenizer", async () => {
    const { folder } = tiny();
    unlinkSync(join(folder, "tokenizer.json"));
    await rejects(opening(folder), "MODEL_INVALID", /lacks tokenizer\.json/);
  });

  test("no configuration, and a model for pictures", async () => {
    const { folder } = tiny();
    renameSync(join(folder, "onnx/model.onnx"), join(folder, "onnx/vision_model.onnx"));
    await rejects(opening(folder), "MODEL_INVALID", /a model for pictures; name it in IMAGE_EMBEDDING_MODEL/);
    unlinkSync(join(folder, "config.json"));
    await rejects(opening(folder), "MODEL_INVALID", /lacks config\.json/);
  });

  test("a cut graph", async () => {
    const { folder } = tiny();
    const path = join(folder, "onnx/model.onnx");
    truncateSync(path, readFileSync(path).length - 10);
    await rejects(opening(folder), "MODEL_INVALID", /not an ONNX graph, or is cut/);
  });

  test("another dimension than the configuration's", async () => {
    const { folder } = tiny();
    const config = join(folder, "1_Pooling/config.json");
    writeFileSync(
      config,
      readFileSync(config, "utf8").replace(
        '"word_embedding_dimension": 16',
        '"word_embedding_dimension": 32',
      ),
    );
    await rejects(opening(folder), "MODEL_INVALID", /16 dimensions, but the model's configuration says 32/);
  });

  test("nothing that says how it is pooled", async () => {
    await rejects(
      opening(tiny({ pooling: "none" }).folder),
      "MODEL_INVALID",
      /1_Pooling\/config\.json is missing/,
    );
  });
});

describe("threads", () => {
  const DYING = new URL("./testing/dying-thread.ts", import.meta.url);

  test("one that dies is replaced, and its text is embedded", async () => {
    const model = tiny();
    const marker = join(root, "dies-once");
    writeFileSync(marker, "");
    await withEmbedder(model, { source: DYING }, async (embedder) => {
      const rows = await embedder.embed([`${marker} music`], "document");
      assert.ok(Math.abs(Math.hypot(...rows) - 1) < 1e-5);
      assert.equal(embedder.status().state, "ready");
    });
  });

  test("a text that ends every thread is refused, and others go on", async () => {
    await withEmbedder(tiny(), { source: DYING }, async (embedder) => {
      await assert.rejects(embedder.embed(["die"], "document"), (error) => isFailure(error, "MODEL_FAILED"));
      assert.equal((await embedder.embed(["music"], "document")).length, 16);
    });
  });

  test("closing ends them and rejects what runs", async () => {
    const embedder = await openOnnxTextEmbedder({ model: tiny().folder, cacheDir: root, threads: 2 });
    await embedder.ready();
    const running = embedder.embed(new Array<string>(256).fill(TEXTS[2]!), "document");
    const rejected = assert.rejects(running, (error) => isFailure(error, "MODEL_FAILED"));
    await embedder.close();
    await rejected;
    await assert.rejects(embedder.embed(["a"], "query"), (error) => isFailure(error, "MODEL_FAILED"));
  });

  test("closing while it loads is closing, too", async () => {
    const embedder = await openOnnxTextEmbedder({ model: tiny().folder, cacheDir: root, threads: 1 });
    await embedder.close();
    await assert.rejects(embedder.ready(), (error) => isFailure(error, "MODEL_FAILED"));
  });
});
