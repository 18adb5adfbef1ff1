import { openCatalogue } from "../compose.ts";
import { showEntry } from "../search/entry.ts";
import type { CommandContext } from "./context.ts";
import { EXIT } from "./output.ts";
import { entryText } from "./present.ts";

/** `kotodama show`. */
export async function showCommand(
  { settings, output }: CommandContext,
  [idOrSlug]: readonly string[],
  options: { readonly includeNsfw?: boolean },
): Promise<number> {
  const catalogue = await openCatalogue(settings());
  try {
    const entry = showEntry(catalogue.search, idOrSlug!, options.includeNsfw ?? false);
    output.result(entry, () => entryText(entry));
    return EXIT.done;
  } finally {
    await catalogue.close();
  }
}
