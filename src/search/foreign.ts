/** Letters of scripts that English is not written in; two of them are no accident. */
const OTHER_SCRIPT = /(?!\p{Script=Latin})\p{L}.*(?!\p{Script=Latin})\p{L}/su;

/** Common words that are hardly ever words of English or parts of its names, by language. */
const FUNCTION_WORDS: readonly string[] = [
  // German
  "der das und ein eine einen einem einer ist nicht mit auf für von dem den sich wird werden sein seine ihre über nach wie aus wenn dass wo als auch bei zum zur",
  // French
  "le les un une des du et est dans qui que pour par sur avec sont ses ce cette au aux où leur elle ils pas d'un d'une l'on être",
  // Spanish
  "el los las una unos unas del con por para que en se su sus y es como donde más muy cuando entre sobre pero",
  // Portuguese
  "uma um os da dos das em no na nos nas com para que se seu sua é não mais quando entre ao à pelo pela",
  // Italian
  "il gli una dei della delle nel con che per si è non più sono dove come ma suo sua",
  // Dutch, Polish, Turkish, Indonesian, Vietnamese
  "het een van niet met voor zijn haar wordt w się jest nie z do na który która bir ve için bu ile olan yang dan di dengan untuk dari seorang một của và những cho trong",
];
const KNOWN: ReadonlySet<string> = new Set(FUNCTION_WORDS.flatMap((words) => words.split(" ")));
/** Of these, English and names in romaji have some, too: they count only beside others. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  "das den die no na do di ma su es me in on per as sobre van come are en z w y de se si per al il el le les du un".split(
    " ",
  ),
);

/**
 * Whether a text is in another language than English, so that its words need not be those of an English catalogue:
 * by its script, or by the commonest words of languages in Latin script. A name in romaji is not taken for one.
 */
export function isForeign(text: string): boolean {
  if (OTHER_SCRIPT.test(text)) return true;
  const words =
    text
      .toLowerCase()
      .normalize("NFC")
      .match(/[\p{L}'’]+/gu) ?? [];
  const known = words.filter((word) => KNOWN.has(word));
  const telling = new Set(known.filter((word) => !AMBIGUOUS.has(word)));
  return telling.size >= 2 || (telling.size === 1 && known.length >= 2);
}
