import { short } from "./svg.ts";

/**
 * A small stroked alphabet, so that lettering needs no font of the machine. Strokes are separated by spaces; each is
 * a run of corners, two digits each: x from 0 to 4, y from 0 (top) to 6.
 */
const GLYPHS: Readonly<Record<string, string>> = {
  A: "060110304146 0343",
  B: "003041423303 334445360600",
  C: "4130100105163645",
  D: "00304145360600",
  E: "40000646 0333",
  F: "400006 0333",
  G: "41301001051636454323",
  H: "0006 4046 0343",
  I: "2026",
  J: "4045361605",
  K: "0006 400346",
  L: "000646",
  M: "0600234046",
  N: "06004640",
  O: "103041453616050110",
  P: "06003041423303",
  Q: "103041453616050110 2446",
  R: "06003041423303 2346",
  S: "413010010213334445361605",
  T: "0040 2026",
  U: "000516364540",
  V: "002640",
  W: "0016233640",
  X: "0046 4006",
  Y: "002340 2326",
  Z: "00400646",
  "0": "103041453616050110 3115",
  "1": "112026",
  "2": "01103041420646",
  "3": "01103041423313 334445361605",
  "4": "36300444",
  "5": "4000033344453606",
  "6": "4130100105163645443303",
  "7": "004026",
  "8": "103041423313020110 133344453616050413",
  "9": "0516364541301001021343",
  ".": "2626",
  ":": "2222 2525",
  "-": "1333",
  "'": "2021",
  "!": "2024 2626",
  "?": "01103041422324 2626",
  "/": "0640",
  "+": "2125 0343",
};

/** Units between glyphs, and of a space. */
const GAP = 1.7;
const SPACE = 3;
/** Units from one line's top to the next one's. */
const LINE = 9;
const HEIGHT = 6;

export interface Lettering {
  /** Strokes from (0, 0) to (width, height), drawn with `currentColor`. */
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** How the lettering is to be set; lengths in units of the picture. */
export interface Setting {
  readonly width: number;
  readonly maxLines: number;
  /** Height of a capital at most. */
  readonly size: number;
  readonly align: "left" | "middle";
  /** Thickness of strokes, as a share of a unit of the grid. */
  readonly weight: number;
}

/**
 * The title in capitals, in as few lines as let it stand large; a long one ends after the last word that fits. Letters
 * are reduced to A to Z; null where none of them is left, as with a title in another script.
 */
export function lettering(title: string, setting: Setting): Lettering | null {
  const words = spelt(title);
  if (words.length === 0) return null;
  const lines = balanced(words, setting.maxLines);
  const longest = Math.max(...lines.map(lengthOf));
  const unit = Math.min(setting.size / HEIGHT, setting.width / longest);
  const svg = lines.map((line, i) => {
    const start = setting.align === "left" ? 0 : (setting.width / unit - lengthOf(line)) / 2;
    return strokes(line, start, i * LINE, unit);
  });
  return {
    svg: `<path d="${svg.join("")}" fill="none" stroke="currentColor" stroke-width="${short(unit * setting.weight)}" stroke-linecap="round" stroke-linejoin="round"/>`,
    width: setting.width,
    height: ((lines.length - 1) * LINE + HEIGHT) * unit,
  };
}

/** Words of at most this many letters together: more would be too small to read. */
const MOST_LETTERS = 56;

function spelt(title: string): string[] {
  const plain = title.normalize("NFKD").toUpperCase().replaceAll(/[’‘`]/g, "'").replaceAll(/[–—~]/g, "-");
  const words = plain.split(/\s+/).map((word) => [...word].filter((letter) => letter in GLYPHS).join(""));
  const kept: string[] = [];
  let letters = 0;
  for (const word of words.filter((each) => /[A-Z0-9]/.test(each))) {
    letters += word.length;
    if (letters > MOST_LETTERS) break;
    kept.push(word);
  }
  return kept;
}

/** Of the ways to break the words into lines the one whose longest line is shortest, with a line fewer if as good. */
function balanced(words: readonly string[], maxLines: number): string[] {
  let best: string[] = [words.join(" ")];
  for (let lines = 2; lines <= Math.min(maxLines, words.length); lines++) {
    const broken = broke(words, lines);
    if (widest(broken) < 0.8 * widest(best)) best = broken;
  }
  return best;
}

function broke(words: readonly string[], lines: number): string[] {
  if (lines === 1) return [words.join(" ")];
  let best: string[] | null = null;
  for (let first = 1; first <= words.length - lines + 1; first++) {
    const tried = [words.slice(0, first).join(" "), ...broke(words.slice(first), lines - 1)];
    if (best === null || widest(tried) < widest(best)) best = tried;
  }
  return best!;
}

function widest(lines: readonly string[]): number {
  return Math.max(...lines.map(lengthOf));
}

function lengthOf(line: string): number {
  let length = -GAP;
  for (const letter of line) length += (letter === " " ? SPACE : widthOf(letter)) + GAP;
  return Math.max(1, length);
}

function widthOf(letter: string): number {
  const [low, high] = extent(letter);
  return high - low;
}

function extent(letter: string): readonly [number, number] {
  const xs = (GLYPHS[letter] ?? "").split(" ").flatMap((stroke) => corners(stroke).map(([x]) => x));
  return [Math.min(...xs), Math.max(...xs)];
}

function corners(stroke: string): [number, number][] {
  return (stroke.match(/../g) ?? []).map((corner) => [Number(corner[0]), Number(corner[1])]);
}

function strokes(line: string, start: number, top: number, unit: number): string {
  let x = start;
  let d = "";
  for (const letter of line) {
    if (letter === " ") {
      x += SPACE + GAP;
      continue;
    }
    const [low] = extent(letter);
    for (const stroke of (GLYPHS[letter] ?? "").split(" ")) {
      d += `M${corners(stroke)
        .map(([cx, cy]) => `${short((x + cx - low) * unit)} ${short((top + cy) * unit)}`)
        .join("L")}`;
    }
    x += widthOf(letter) + GAP;
  }
  return d;
}
