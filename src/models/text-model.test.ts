import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { isFailure } from "../errors.ts";
import { KNOWN_IMAGE_MODELS, KNOWN_TEXT_MODELS, knownTextModel } from "./known-models.ts";
import { isModelName } from "./model-folder.ts";
import { textModelFacts } from "./text-model.ts";

let root: string;
before(() => {
  root = mkdtempSync(join(tmpdir(), "kotodama-facts-"));
});
after(() => rmSync(root, { recursive: true }));

let count = 0;
function factsOf(name: string, files: Readonly<Record<string, unknown>>) {
  const folder = join(root, String(count++));
  mkdirSync(folder);
  for (const [path, value] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof value === "string" ? value : JSON.stringify(value));
  }
  return textModelFacts({ name, folder, manifest: undefined });
}

describe("what a model's own files say", () => {
  test("of pooling, by flag and by name", () => {
    const config = { hidden_size: 8 };
    const pooled = (pooling: object) =>
      factsOf("own", { "config.json": config, "1_Pooling/config.json": pooling }).pooling;
    assert.equal(pooled({ pooling_mode_cls_token: true, pooling_mode_mean_tokens: false }), "cls");
    assert.equal(pooled({ pooling_mode_mean_tokens: true }), "mean");
    assert.equal(pooled({ pooling_mode_mean_sqrt_len_tokens: true }), "mean");
    assert.equal(pooled({ pooling_mode_lasttoken: true }), "last");
    assert.equal(pooled({ pooling_mode: "lasttoken" }), "last");
  });

  test("of the most tokens: the sentence's, the tokenizer's, never more than it has positions", () => {
    const most = (files: Record<string, unknown>) =>
      factsOf("own", { "config.json": { hidden_size: 8 }, ...files }).maxTokens;
    assert.equal(
      most({
        "sentence_bert_config.json": { max_seq_length: 128 },
        "tokenizer_config.json": { model_max_length: 512 },
      }),
      128,
    );
    assert.equal(most({ "tokenizer_config.json": { model_max_length: 512 } }), 512);
    // Tokenizers without a limit say 10^30.
    assert.equal(most({ "tokenizer_config.json": { model_max_length: 1e30 } }), 512);
    // XLM-RoBERTa's positions begin at the padding's number plus one: 8,194 of them are 8,192 tokens.
    assert.equal(
      most({ "config.json": { hidden_size: 8, model_type: "xlm-roberta", max_position_embeddings: 8194 } }),
      8192,
    );
  });

  test("of prompts, before the table", () => {
    const prompts = { query: "search: ", passage: "text: " };
    const facts = factsOf("intfloat/multilingual-e5-small", {
      "config_sentence_transformers.json": { prompts },
    });
    assert.deepEqual([facts.queryPrefix, facts.documentPrefix], ["search: ", "text: "]);
  });

  test("what they leave out comes from the table, for a folder named after a known model, too", () => {
    const facts = factsOf("multilingual-e5-small-pruned", {});
    assert.deepEqual(facts, {
      dimension: 384,
      maxTokens: 512,
      pooling: "mean",
      queryPrefix: "query: ",
      documentPrefix: "passage: ",
      prefersOwnLanguage: true,
    });
  });
});

describe("what cannot be used is refused", () => {
  const refuses = (files: Readonly<Record<string, unknown>>, says: RegExp) =>
    assert.throws(
      () => factsOf("own", files),
      (error) => isFailure(error, "MODEL_INVALID") && says.test(error.message),
    );

  test("a part that changes vectors", () => {
    refuses(
      { "modules.json": [{ idx: 2, path: "2_Dense", type: "sentence_transformers.models.Dense" }] },
      /a part Dense/,
    );
  });

  test("two ways of pooling at once, or an unknown one", () => {
    refuses(
      {
        "1_Pooling/config.json": {
          word_embedding_dimension: 8,
          pooling_mode_cls_token: true,
          pooling_mode_mean_tokens: true,
        },
      },
      /cls_token and/,
    );
    refuses(
      { "1_Pooling/config.json": { word_embedding_dimension: 8, pooling_mode_weightedmean_tokens: true } },
      /weightedmean/,
    );
  });

  test("no dimension, and no JSON", () => {
    refuses({}, /lacks hidden_size/);
    refuses({ "config.json": "{" }, /is not JSON/);
    refuses({ "config.json": "7" }, /no JSON object/);
  });
});

describe("known models", () => {
  test("have names that can be pulled, and no two the same", () => {
    const names = [...KNOWN_TEXT_MODELS, ...KNOWN_IMAGE_MODELS].map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => !isModelName(name)),
      [],
    );
    assert.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length);
  });

  test("are found by name, by folder and by revision, the nearest first", () => {
    assert.equal(knownTextModel("baai/BGE-M3@main")?.name, "BAAI/bge-m3");
    assert.equal(knownTextModel("/models/bge-small-en-v1.5")?.name, "BAAI/bge-small-en-v1.5");
    assert.equal(knownTextModel("multilingual-e5-large_int8")?.name, "intfloat/multilingual-e5-large");
    assert.equal(knownTextModel("another/model"), undefined);
  });

  test("names lead nowhere else", () => {
    for (const name of ["../x", "a/../b", "/etc/passwd", "a/b/c", "a", "", "a/b@../c", "-/a", "a/b\0"]) {
      assert.equal(isModelName(name), false, name);
    }
  });
});
