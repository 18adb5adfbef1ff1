import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CONCEPTS } from "./concepts.ts";
import { COMPOUNDS } from "./genres.ts";
import { NARROWER } from "./narrower.ts";
import { numberKey } from "./phrases.ts";
import { wordsOfPhrase } from "./tokens.ts";
import { list, phrasesOf } from "./wording.ts";

describe("the notation of phrases", () => {
  it("parts them by commas, and drops what is empty", () => {
    assert.deepEqual(list(" cat, , dog ,"), ["cat", "dog"]);
    assert.deepEqual(list(""), []);
  });

  it("writes alternatives out, one of which may be nothing", () => {
    assert.deepEqual(phrasesOf("(big/small) (cat/dog), (a/) fox"), [
      "big cat",
      "big dog",
      "small cat",
      "small dog",
      "a fox",
      "fox",
    ]);
  });

  it("knows words that stand for one another", () => {
    assert.ok(phrasesOf("op <lead>").includes("op protagonist"));
    assert.ok(phrasesOf("op <lead>").includes("op mc"));
  });
});

describe("the tables", () => {
  it("have every concept once", () => {
    const names = CONCEPTS.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });

  it("give a phrase to one concept only", () => {
    const owners = new Map<string, string>();
    const twice: string[] = [];
    for (const { name, phrases } of CONCEPTS) {
      for (const phrase of phrases) {
        const key = numberKey(wordsOfPhrase(phrase));
        const owner = owners.get(key);
        if (owner !== undefined && owner !== name) twice.push(`${phrase}: ${owner}, ${name}`);
        owners.set(key, name);
      }
    }
    assert.deepEqual(twice, []);
  });

  it("know what is a kind of what by the names of concepts, and nothing as a kind of itself", () => {
    const names = new Set(CONCEPTS.map(({ name }) => name));
    for (const [name, narrower] of NARROWER) {
      const unknown = [name, ...narrower].filter((one) => !names.has(one));
      assert.deepEqual(unknown, []);
      assert.ok(!narrower.includes(name), name);
    }
  });

  it("leave no sign of the notation in a phrase", () => {
    const written = CONCEPTS.flatMap(({ phrases }) => phrases).filter((phrase) => /[()<>|/]/.test(phrase));
    assert.deepEqual(written, []);
    assert.deepEqual(
      Object.keys(COMPOUNDS).filter((phrase) => wordsOfPhrase(phrase).length === 0),
      [],
    );
  });

  it("say of each concept what tells it", () => {
    const mute = CONCEPTS.filter(
      ({ genres = [], demographics = [], tags = [], words = [], weakWords = [] }) =>
        genres.length + demographics.length + tags.length + words.length + weakWords.length === 0,
    );
    assert.deepEqual(
      mute.map(({ name }) => name),
      [],
    );
  });
});

it("kana that a mark tells apart stay apart; accents fold", () => {
  assert.deepEqual(wordsOfPhrase("グロ"), ["グ", "ロ"]);
  assert.notDeepEqual(wordsOfPhrase("グロ"), wordsOfPhrase("クロ"));
  assert.deepEqual(wordsOfPhrase("réalisé"), ["realise"]);
});
