/** WordPiece (Wu et al. 2016, arXiv:1609.08144): words split greedily into the longest tokens of a vocabulary. */
import { ASCII_FOLDS, type FoldStep, foldCodePoint, SPACE } from "./characters.ts";
import { PIECE_ROOT, VocabularyTrie, WORD_ROOT } from "./trie.ts";

/** Reported in place of a token for a word that the vocabulary cannot spell. */
export const UNKNOWN_TOKEN = -1;

/** A longer word (in code points) is unknown as a whole, as in BERT. */
const MAX_WORD_LENGTH = 100;

export class WordPieceTokenizer {
  private readonly trie: VocabularyTrie;
  private readonly word = new Int32Array(MAX_WORD_LENGTH);
  /** Letters seen of the present word; beyond MAX_WORD_LENGTH they are counted but not kept. */
  private wordLength = 0;
  private readonly pieces = new Int32Array(MAX_WORD_LENGTH);

  /** A token's number is its place in `vocabulary`; "##…" continues a word. */
  constructor(vocabulary: readonly string[]) {
    this.trie = new VocabularyTrie(vocabulary);
  }

  /** Calls `visit` with each token of `text` in order. Linear in the text, without special tokens. */
  forEachToken(text: string, visit: (token: number) => void): void {
    this.wordLength = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 128) {
        const step = ASCII_FOLDS[unit];
        if (step !== undefined) this.take(step, visit);
        continue;
      }
      const codePoint = text.codePointAt(i)!;
      if (codePoint > 0xffff) i++;
      for (const step of foldCodePoint(codePoint)) this.take(step, visit);
    }
    this.endWord(visit);
  }

  private take(step: FoldStep, visit: (token: number) => void): void {
    if (step > 0) {
      if (this.wordLength < MAX_WORD_LENGTH) this.word[this.wordLength] = step;
      this.wordLength++;
      return;
    }
    this.endWord(visit);
    if (step !== SPACE) {
      this.word[0] = -step;
      this.wordLength = 1;
      this.endWord(visit);
    }
  }

  private endWord(visit: (token: number) => void): void {
    const length = this.wordLength;
    if (length === 0) return;
    this.wordLength = 0;
    const count = length > MAX_WORD_LENGTH ? 0 : this.splitWord(length);
    if (count === 0) visit(UNKNOWN_TOKEN);
    for (let i = 0; i < count; i++) visit(this.pieces[i]!);
  }

  /** Fills `pieces` from the word's letters; returns how many there are, 0 where no pieces spell the word. */
  private splitWord(length: number): number {
    const { trie, word, pieces } = this;
    let count = 0;
    let start = 0;
    while (start < length) {
      let longest = UNKNOWN_TOKEN;
      let end = start;
      let node = start === 0 ? WORD_ROOT : PIECE_ROOT;
      for (let i = start; i < length; i++) {
        node = trie.child(node, word[i]!);
        if (node < 0) break;
        const token = trie.tokenAt(node);
        if (token >= 0) {
          longest = token;
          end = i + 1;
        }
      }
      if (longest === UNKNOWN_TOKEN) return 0;
      pieces[count++] = longest;
      start = end;
    }
    return count;
  }
}
