/** Text that is safe to stand in a page as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Text that the program itself wrote, to be taken as markup. */
export function raw(text: string): Markup {
  return new Markup(text);
}

type Part = Markup | string | number | readonly Part[];

/** A template of HTML: what is filled in is escaped, unless it is markup itself; lists are joined. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(pieces.map((piece, i) => piece + (i < parts.length ? rendered(parts[i]!) : "")).join(""));
}

function rendered(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(rendered).join("");
  return escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  // Control characters have no place in a page, nor have the marks that turn the direction of what follows.
  const plain = text.replaceAll(/[\p{Cc}--[\t\n]]|[\u{202a}-\u{202e}\u{2066}-\u{2069}]/gv, "");
  return plain.toWellFormed().replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}
