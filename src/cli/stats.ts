import { openToLook } from "../compose.ts";
import type { CommandContext } from "./context.ts";
import { bytes, count, EXIT } from "./output.ts";

/** `kotodama stats`: what GET /api/v1/admin/stats answers. */
export async function statsCommand({ settings, output }: CommandContext): Promise<number> {
  const catalogue = await openToLook(settings());
  try {
    const stats = await catalogue.stats();
    output.result(stats, () => {
      const spaces = Object.entries(stats.spaces).map(
        ([name, vectors]) => `  ${name.padEnd(24)} ${count(vectors)}`,
      );
      return [
        `anime        ${count(stats.anime)}`,
        `episodes     ${count(stats.episodes)}`,
        `rejected     ${count(stats.rejected)}`,
        `record       ${bytes(stats.record.bytes)}, at change ${count(stats.record.sequence)}, ${stats.record.path}`,
        `index        generation ${stats.index.generation ?? "none"}, ${bytes(stats.index.anime.bytes + stats.index.episodes.bytes)}`,
        "vectors",
        ...spaces,
      ].join("\n");
    });
    return EXIT.done;
  } finally {
    await catalogue.close();
  }
}
