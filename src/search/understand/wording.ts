/** The items of a list that is parted by commas. */
export function list(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** Words that stand for one another in many phrases. */
const INTERCHANGEABLE: Readonly<Record<string, string>> = {
  lead: "mc/main character/protagonist/lead/main lead/hero/heroine/character",
  girl: "girl/woman/female/heroine/lady",
  girls: "girl/girls/woman/women/heroine/female lead",
  boy: "boy/guy/man/male/dude",
  boys: "boys/guys/men",
  kid: "girl/boy/kid/child/daughter/son/baby/toddler",
};

const GROUP = /\(([^()]*)\)|<([a-z]+)>/;

/**
 * Phrases parted by commas, each with its alternatives written out: `(op/overpowered) <lead>` is twice as many phrases
 * as there are words for a lead, and `(a/) cat` is `a cat` and `cat`.
 */
export function phrasesOf(text: string): string[] {
  return list(text).flatMap(spelledOut);
}

function spelledOut(phrase: string): string[] {
  const group = GROUP.exec(phrase);
  if (group === null) return [phrase.replace(/\s+/g, " ").trim()];
  const [whole, written, named = ""] = group;
  const alternatives = (written ?? INTERCHANGEABLE[named] ?? named).split("/");
  return alternatives.flatMap((one) =>
    spelledOut(`${phrase.slice(0, group.index)}${one}${phrase.slice(group.index + whole.length)}`),
  );
}
