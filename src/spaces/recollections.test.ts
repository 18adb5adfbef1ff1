import assert from "node:assert/strict";
import { test } from "node:test";
import { CatalogueFit, CatalogueFitter } from "./fit.ts";
import { Recollections } from "./recollections.ts";
import { animeBm25Texts } from "./sparse/text-fields.ts";
import { spaceTexts } from "./texts/space-texts.ts";

const page = (id: number) => `https://myanimelist.net/anime/${id}`;
const NOTEBOOK = {
  anime: page(1535),
  known_for: ["anti-hero", "mood dark"],
  names: ["Light"],
  text: "a notebook that kills",
  sequels: [page(2994)],
};
const given = new Recollections([`${JSON.stringify(NOTEBOOK)}\n`]);
const entry = (...sources: string[]) => ({ title: "Some title", synopsis: "A student.", sources });

test("an entry is recalled by its page, however that is written", () => {
  const { anime: _, sequels: __, ...recollection } = NOTEBOOK;
  for (const url of [page(1535), `${page(1535)}/Death_Note`, "http://www.myanimelist.net/anime/01535"]) {
    assert.deepEqual(
      given.recall(entry("https://anilist.co/anime/1535", url)).recollection,
      recollection,
      url,
    );
  }
  assert.equal(given.recall(entry(page(1))).recollection, undefined);
  assert.equal(given.recall({ title: "Without pages" } as { sources?: string[] }).recollection, undefined);
});

test("a sequel is known for the same, and its story is its own", () => {
  assert.deepEqual(given.recall(entry(page(2994))).recollection, { known_for: NOTEBOOK.known_for });
});

test("what is remembered stands in the texts that are indexed", () => {
  const recalled = given.recall(entry(page(1535)));
  assert.match(spaceTexts(recalled).title_vector!, /A student.*a notebook that kills/);
  const texts = animeBm25Texts(recalled);
  assert.deepEqual(texts.recollection, [NOTEBOOK.text]);
  assert.deepEqual(texts.characters, NOTEBOOK.names);
});

test("a fit says with which recollections it was made, and is refused where they are others", () => {
  const without = new CatalogueFitter();
  without.add(entry(page(1535)));
  const fit = CatalogueFit.fromBytes(without.finish().toBytes());
  assert.equal(fit.complete(entry(page(1535))).recollection, undefined);

  const bundled = new CatalogueFitter(Recollections.bundled());
  const read = CatalogueFit.fromBytes(bundled.finish().toBytes());
  assert.ok(read.complete(entry(page(1535))).recollection?.known_for.includes("genius"));

  const other = new CatalogueFitter(given).finish().toBytes();
  assert.throws(() => CatalogueFit.fromBytes(other), { code: "INDEX_VERSION_UNSUPPORTED" });
});
