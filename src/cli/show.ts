import { openToLook } from "../compose.ts";
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
  const { record, live, close } = await openToLook(settings());
  try {
    const source = { entries: record.entries, generations: { live: () => live } };
    const entry = showEntry(source, idOrSlug!, options.includeNsfw ?? false);
    output.result(entry, () => entryText(entry));
    return EXIT.done;
  } finally {
    await close();
  }
}
