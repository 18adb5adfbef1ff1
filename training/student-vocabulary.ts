/** The student's vocabulary: the teacher's, without what no text can contain. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UNKNOWN_TOKEN, WordPieceTokenizer } from "../src/text-embedder/builtin/tokenizer.ts";

export interface StudentVocabulary {
  readonly tokens: readonly string[];
  /** The teacher's number of each token. */
  readonly teacherIds: readonly number[];
}

const NEVER_IN_A_TEXT = /^\[(?:unused\d+|PAD|UNK|CLS|SEP|MASK)\]$/;

/** Reads it from the tokenizer.json of a WordPiece teacher. */
export function readStudentVocabulary(modelsDir: string, folder: string): StudentVocabulary {
  const json = JSON.parse(readFileSync(join(modelsDir, folder, "tokenizer.json"), "utf8")) as {
    model: { vocab: Record<string, number> };
  };
  const kept = Object.entries(json.model.vocab)
    .filter(([token]) => !NEVER_IN_A_TEXT.test(token))
    .sort((a, b) => a[1] - b[1]);
  return { tokens: kept.map(([token]) => token), teacherIds: kept.map(([, id]) => id) };
}

/** The known tokens of each text, in order, at most `limit` of them. */
export function studentTokens(
  vocabulary: StudentVocabulary,
  texts: readonly string[],
  limit: number,
): number[][] {
  const tokenizer = new WordPieceTokenizer(vocabulary.tokens);
  return texts.map((text) => {
    const tokens: number[] = [];
    tokenizer.forEachToken(text, (token) => {
      if (token !== UNKNOWN_TOKEN && tokens.length < limit) tokens.push(token);
    });
    return tokens;
  });
}
