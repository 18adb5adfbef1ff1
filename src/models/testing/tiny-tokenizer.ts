import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Words that the tiny models know as one token each; others are spelt in letters. */
export const TINY_WORDS =
  "a the of and boy girl finds notebook that kills people school band music robot learns to whistle space pirates hunt bounty detective solves murder cat magic war love query passage : .".split(
    " ",
  );

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** BERT's kind of tokenizer (WordPiece), or that of XLM-RoBERTa and BGE-M3 (SentencePiece's unigram model). */
export type TokenizerKind = "wordpiece" | "unigram";

export interface TinyVocabulary {
  readonly kind: TokenizerKind;
  readonly size: number;
  readonly padding: number;
  /** Ids that stand for no word. */
  readonly special: readonly number[];
  /** The ids of words of TINY_WORDS, beginning and end included, as the tokenizer should give them. */
  idsOf(words: readonly string[]): number[];
}

const SPECIAL = {
  wordpiece: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
  unigram: ["<s>", "<pad>", "</s>", "<unk>"],
} as const;

export function tinyVocabulary(kind: TokenizerKind): TinyVocabulary {
  const tokens = tokensOf(kind);
  const [begin, end] = kind === "wordpiece" ? [2, 3] : [0, 2];
  return {
    kind,
    size: tokens.length,
    padding: kind === "wordpiece" ? 0 : 1,
    special: SPECIAL[kind].map((_, id) => id),
    idsOf: (words) => [begin, ...words.map((word) => SPECIAL[kind].length + TINY_WORDS.indexOf(word)), end],
  };
}

/** Writes tokenizer.json and tokenizer_config.json as Hugging Face's libraries do. */
export function writeTinyTokenizer(folder: string, kind: TokenizerKind, maxTokens: number): void {
  const added = SPECIAL[kind].map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const [begin, end] = kind === "wordpiece" ? [2, 3] : [0, 2];
  const token = (id: number) => ({ SpecialToken: { id: SPECIAL[kind][id], type_id: 0 } });
  const single = [token(begin), { Sequence: { id: "A", type_id: 0 } }, token(end)];
  const special_tokens = Object.fromEntries(
    [begin, end].map((id) => {
      const content = SPECIAL[kind][id]!;
      return [content, { id: content, ids: [id], tokens: [content] }];
    }),
  );
  const tokens = tokensOf(kind);
  const parts =
    kind === "wordpiece"
      ? {
          normalizer: {
            type: "BertNormalizer",
            clean_text: true,
            handle_chinese_chars: true,
            strip_accents: null,
            lowercase: true,
          },
          pre_tokenizer: { type: "BertPreTokenizer" },
          decoder: { type: "WordPiece", prefix: "##", cleanup: true },
          model: {
            type: "WordPiece",
            unk_token: "[UNK]",
            continuing_subword_prefix: "##",
            max_input_chars_per_word: 100,
            vocab: Object.fromEntries(tokens.map((content, id) => [content, id])),
          },
        }
      : {
          normalizer: { type: "Sequence", normalizers: [{ type: "NFKC" }, { type: "Lowercase" }] },
          pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
          decoder: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
          model: {
            type: "Unigram",
            unk_id: 3,
            // A word in one piece is likelier than in its letters.
            vocab: tokens.map((content) => [content, content.length > 2 ? -1 : -10]),
            byte_fallback: false,
          },
        };
  const tokenizer = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: added,
    ...parts,
    post_processor: { type: "TemplateProcessing", single, pair: single, special_tokens },
  };
  writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(tokenizer));
  const names =
    kind === "wordpiece"
      ? {
          tokenizer_class: "BertTokenizer",
          cls_token: "[CLS]",
          sep_token: "[SEP]",
          unk_token: "[UNK]",
          pad_token: "[PAD]",
        }
      : {
          tokenizer_class: "XLMRobertaTokenizer",
          bos_token: "<s>",
          eos_token: "</s>",
          cls_token: "<s>",
          sep_token: "</s>",
          unk_token: "<unk>",
          pad_token: "<pad>",
        };
  writeFileSync(
    join(folder, "tokenizer_config.json"),
    JSON.stringify({ ...names, model_max_length: maxTokens }),
  );
}

function tokensOf(kind: TokenizerKind): string[] {
  const special = SPECIAL[kind];
  if (kind === "wordpiece") {
    const alone = LETTERS.filter((letter) => !TINY_WORDS.includes(letter));
    return [...special, ...TINY_WORDS, ...alone, ...LETTERS.map((letter) => `##${letter}`)];
  }
  return [...special, ...TINY_WORDS.map((word) => `▁${word}`), "▁", ...LETTERS];
}
