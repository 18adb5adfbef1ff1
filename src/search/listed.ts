/** How lists of names are written where there is one text for them: in a query string and on the command line. */

/** The parts of `a, b,c`; empty ones are left out. */
function commaSeparated(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** `full`, or names separated by commas, as the `fields` of a request; not checked yet. */
export function fieldsListed(text: string): "full" | string[] {
  return text === "full" ? "full" : commaSeparated(text);
}

/** `score.median:desc,title` as the `sort` of a request; not checked yet. */
export function sortListed(text: string): { field: string; order?: string }[] {
  return commaSeparated(text).map((part) => {
    const at = part.lastIndexOf(":");
    return at < 0 ? { field: part } : { field: part.slice(0, at), order: part.slice(at + 1) };
  });
}
