import type { CatalogueEntry } from "../anime/entry.ts";
import type { CatalogueFit } from "./fit.ts";
import { spaceTexts } from "./texts/space-texts.ts";

export interface EmbeddedText {
  readonly space: string;
  readonly text: string;
}

/** The texts that an entry's points and those of its episodes are embedded from, with the space of each. */
export function embeddedTexts(entry: CatalogueEntry, fit: CatalogueFit): EmbeddedText[] {
  const texts = spaceTexts(fit.complete(entry));
  return Object.entries(texts).flatMap(([space, given]) =>
    (typeof given === "string" ? [given] : given).map((text) => ({ space, text })),
  );
}
