import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PreTrainedTokenizer } from "@huggingface/transformers";
import { fail } from "../errors.ts";

/** Far more characters than any vocabulary has in one token: what lies behind them cannot be among a text's tokens. */
const CHARACTERS_PER_TOKEN = 32;

/** A model's own tokenizer, with truncation that keeps the special tokens at both ends. */
export class TextTokens {
  /** Ids that stand for no word: beginning, end, padding, unknown and the like. */
  readonly special: ReadonlySet<number>;
  readonly padding: number;

  readonly #tokenizer: PreTrainedTokenizer;
  readonly #most: number;
  readonly #before: readonly number[];
  readonly #after: readonly number[];

  /** Reads tokenizer.json and tokenizer_config.json of a folder. Throws MODEL_INVALID. */
  constructor(folder: string, maxTokens: number) {
    const vocabulary = readJson(join(folder, "tokenizer.json"));
    const config = readJson(join(folder, "tokenizer_config.json"));
    try {
      this.#tokenizer = new PreTrainedTokenizer(vocabulary, config);
      const bare = this.#encode("a", false);
      const whole = this.#encode("a", true);
      const at = bare.length === 0 ? -1 : whole.indexOf(bare[0]!);
      this.#before = at < 0 ? [] : whole.slice(0, at);
      this.#after = at < 0 ? whole : whole.slice(at + bare.length);
    } catch (cause) {
      throw fail("MODEL_INVALID", `${folder}: its tokenizer cannot be used: ${messageOf(cause)}`, { cause });
    }
    this.#most = maxTokens - this.#before.length - this.#after.length;
    if (this.#most < 1)
      throw fail("MODEL_INVALID", `${folder}: ${maxTokens} tokens leave no room for a word`);
    const added = (vocabulary.added_tokens ?? []) as readonly { id: number; special?: boolean }[];
    const { pad_token_id, unk_token_id } = this.#tokenizer as {
      pad_token_id?: number;
      unk_token_id?: number;
    };
    this.padding = pad_token_id ?? 0;
    this.special = new Set([
      ...added.filter(({ special }) => special === true).map(({ id }) => id),
      ...[...this.#before, ...this.#after, pad_token_id, unk_token_id].filter((id) => id !== undefined),
    ]);
  }

  /** Ids of a text, special tokens included, at most as many as the model reads. Lone surrogates become U+FFFD. */
  idsOf(text: string): number[] {
    const readable = text.slice(0, (this.#most + 1) * CHARACTERS_PER_TOKEN).toWellFormed();
    const ids = this.#encode(readable, false);
    return [...this.#before, ...(ids.length > this.#most ? ids.slice(0, this.#most) : ids), ...this.#after];
  }

  #encode(text: string, special: boolean): number[] {
    return this.#tokenizer.encode(text, { add_special_tokens: special });
  }
}

function readJson(path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw fail("MODEL_INVALID", `${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
  throw fail("MODEL_INVALID", `${path} holds no JSON object`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
