/**
 * Compares our tokenizer with the reference one (@huggingface/tokenizers, from the teacher's tokenizer.json)
 * over every text of the catalogue, titles in all scripts included. Exits 1 where one differs.
 *
 * Two differences are meant, and taken out before comparing: symbols outside ASCII stand alone in ours (see
 * characters.ts), and a final Σ becomes σ, as in the library's original in Rust, where the one in JavaScript
 * writes ς.
 *
 *     node training/tokenizer-agreement.ts --models DIR --data FILE
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Tokenizer } from "@huggingface/tokenizers";
import { UNKNOWN_TOKEN, WordPieceTokenizer } from "../src/text-embedder/builtin/tokenizer.ts";
import { readCatalogue } from "./catalogue.ts";
import { MINILM } from "./recipe.ts";
import { readStudentVocabulary } from "./student-vocabulary.ts";

const { values: options } = parseArgs({
  options: {
    models: { type: "string", default: "../shared/models" },
    data: { type: "string", default: "../shared/data/anime.jsonl.gz" },
  },
});

const folder = join(options.models, MINILM.folder);
const [json, config] = ["tokenizer.json", "tokenizer_config.json"].map(
  (name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as object,
);
const reference = new Tokenizer(json!, config!);
const vocabulary = readStudentVocabulary(options.models, MINILM.folder);
const ours = new WordPieceTokenizer(vocabulary.tokens);
const UNKNOWN_ID = 100;

let texts = 0;
let different = 0;
for (const row of readCatalogue(options.data)) {
  const fields = [
    row.title,
    row.title_english,
    row.title_japanese,
    row.synopsis,
    ...(row.synonyms ?? []),
    ...(row.tags ?? []),
  ];
  const text = fields
    .filter(Boolean)
    .join(" | ")
    .replace(/[^\0-\x7f]/gu, (char) => (/\p{S}/u.test(char) ? ` ${char} ` : char))
    .replaceAll("Σ", "σ");
  const expected = reference.encode(text, { add_special_tokens: false }).ids;
  const found: number[] = [];
  ours.forEachToken(text, (token) => {
    found.push(token === UNKNOWN_TOKEN ? UNKNOWN_ID : vocabulary.teacherIds[token]!);
  });
  texts++;
  if (found.join() === expected.join()) continue;
  different++;
  if (different <= 10) console.log(`differs: ${text.slice(0, 200)}`);
}
console.log(`${texts} texts, ${different} tokenised differently`);
if (different > 0) process.exitCode = 1;
