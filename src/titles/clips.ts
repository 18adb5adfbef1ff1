import { foldWords } from "./fold.ts";

/** Runs of one script, as Japanese is read in pieces: katakana, hiragana, Chinese characters. */
const PIECE = /[\u30a1-\u30faー]+|[\u3041-\u3096ー]+|\p{Script=Han}+/gu;
const HAN = /^\p{Script=Han}/u;
/** A syllable: a letter with the small ones and long marks behind it. */
const SYLLABLE = /[^ァィゥェォャュョヮぁぃぅぇぉゃゅょゎー][ァィゥェォャュョヮぁぃぅぇぉゃゅょゎ]?/gu;
/** Words between others, which no short form keeps. */
const PARTICLES = new Set("とのはをがにへもでやか");
/** Pieces whose beginnings are put together, and the letters of the shortest short form. */
const MOST_PIECES = 4;
const LEAST_LETTERS = 3;

/**
 * What a Japanese name is called for short, folded: the beginnings of two of its pieces, two syllables of kana or one
 * Chinese character each. `ハチクロ` for `ハチミツとクローバー`, `約ネバ` for `約束のネバーランド`.
 */
export function clipsOf(name: string): string[] {
  const pieces = (name.normalize("NFKC").match(PIECE) ?? []).filter((piece) => !PARTICLES.has(piece));
  const heads = pieces.slice(0, MOST_PIECES).map(headOf);
  const clips = heads.flatMap((head, i) =>
    heads.slice(i + 1).map((other) => foldWords(head + other).join("")),
  );
  return clips.filter((clip) => clip.length >= LEAST_LETTERS);
}

function headOf(piece: string): string {
  return HAN.test(piece)
    ? String.fromCodePoint(piece.codePointAt(0)!)
    : (piece.match(SYLLABLE) ?? []).slice(0, 2).join("");
}
