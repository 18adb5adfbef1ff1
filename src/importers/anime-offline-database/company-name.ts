/** Companies whose names are written in capitals, or all small. */
const SPELLINGS = new Map(
  [
    "ABC",
    "ACGT",
    "AIC",
    "APPP",
    "asread.",
    "AT-X",
    "ATX",
    "BS11",
    "CBC",
    "CG",
    "CIC",
    "DAX",
    "DLE",
    "DMM",
    "EMT",
    "feel.",
    "FUNimation",
    "GKIDS",
    "GONZO",
    "JVC",
    "KADOKAWA",
    "MAPPA",
    "MBS",
    "NAZ",
    "NBC",
    "NHK",
    "NTT",
    "NTV",
    "NUT",
    "OLM",
    "SANZIGEN",
    "SB",
    "TBS",
    "TMS",
    "TNK",
    "TOHO",
    "TROYCA",
    "TV",
    "TYO",
    "ufotable",
    "VAP",
    "WIT",
    "WOWOW",
    "YTV",
  ].map((name) => [name.toLowerCase(), name]),
);

/** A company's name with its capitals, where it is written all small: `production i.g` is `Production I.G`. */
export function companyName(name: string): string {
  if (name !== name.toLowerCase()) return name;
  return name
    .split(" ")
    .map((word) => SPELLINGS.get(word) ?? capitalised(word))
    .join(" ");
}

/** A capital after every mark but an apostrophe: `j.c.staff` is `J.C.Staff`, `brain's` is `Brain's`. */
function capitalised(word: string): string {
  return word.replace(
    /[\p{L}\p{N}][\p{L}\p{N}'’]*/gu,
    (part) => part.charAt(0).toUpperCase() + part.slice(1),
  );
}
