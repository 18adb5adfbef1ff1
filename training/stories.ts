/** The catalogue's stories: as they are indexed, and sentence by sentence without names. */
import type { Recalled } from "../src/spaces/recollections.ts";
import { plainText, sentences } from "../src/spaces/texts/plain-text.ts";
import { type CatalogueRow, franchises } from "./catalogue.ts";
import type { Story } from "./pairs.ts";
import { countTokens } from "./sparse-rows.ts";

/** A shorter sentence ("To be continued.") says nothing. */
const MIN_SENTENCE_CHARS = 20;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;
const SIGN = /[^\p{L}\p{N}'’\s-]/gu;

/** What the service indexes of an entry by meaning: its two main titles and its story. */
export function indexedText(row: Recalled<CatalogueRow>): string {
  const english = row.title_english?.trim();
  return (
    sentences([
      row.title,
      english === row.title ? undefined : english,
      plain(row.synopsis),
      plain(row.background),
      row.recollection?.text,
    ]) ?? ""
  );
}

/** The stories in tokens, one per row. `tokenise` turns each of many texts into its tokens. */
export function readStories(
  rows: readonly Recalled<CatalogueRow>[],
  tokenise: (texts: readonly string[]) => number[][],
): Story[] {
  const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
  const told = rows.map((row) =>
    [
      ...[...segmenter.segment(`${plain(row.synopsis)} ${plain(row.background)}`)].map(({ segment }) =>
        segment.trim(),
      ),
      ...fragments(row.recollection?.text ?? ""),
    ].filter((sentence) => sentence.length >= MIN_SENTENCE_CHARS),
  );
  const isName = namesAmong(told.flat());
  const texts = tokenise(rows.map(indexedText));
  // All at once: opening the tokenizer costs more than most stories.
  const said = tokenise(told.flat());
  const nameless = tokenise(told.flat().map((sentence) => withoutNames(sentence, isName)));
  const families = franchises(rows);
  let at = 0;
  return rows.map((_, i) => ({
    text: countTokens(texts[i]!),
    sentences: told[i]!.map(() => ({ said: said[at]!, nameless: nameless[at++]! })),
    family: families[i]!,
  }));
}

/** What stands between the commas of a recollection, two at a time: each is hardly a sentence. */
function fragments(text: string): string[] {
  const parts = text.split(/,\s+/);
  return Array.from({ length: Math.ceil(parts.length / 2) }, (_, i) =>
    parts.slice(2 * i, 2 * i + 2).join(", "),
  );
}

/** Tells names: words that these texts write with a capital more often than without. */
export function namesAmong(texts: readonly string[]): (word: string) => boolean {
  const small = new Map<string, number>();
  const capital = new Map<string, number>();
  for (const text of texts) {
    for (const [word] of text.matchAll(WORD)) {
      const lower = word.toLowerCase();
      const counts = word === lower ? small : capital;
      counts.set(lower, (counts.get(lower) ?? 0) + 1);
    }
  }
  return (word) => {
    const lower = word.toLowerCase();
    return word !== lower && (capital.get(lower) ?? 0) > (small.get(lower) ?? 0);
  };
}

/** The text's words but names, without signs. */
export function withoutNames(text: string, isName: (word: string) => boolean): string {
  return text
    .replace(WORD, (word) => (isName(word) ? "" : word))
    .replace(SIGN, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function plain(text: string | null | undefined): string {
  return plainText(text ?? "");
}
