import { resolve } from "node:path";
import { type Adaptation, adapt, type Gain } from "../adaptation/adapt.ts";
import { adapterPath, removeAdapter, writeAdapter } from "../adaptation/adapter-file.ts";
import { readPairs } from "../adaptation/pairs.ts";
import { openToAdapt } from "../compose.ts";
import { fail } from "../errors.ts";
import type { AdaptOptions } from "./command-line.ts";
import type { CommandContext } from "./context.ts";
import { count, EXIT } from "./output.ts";

/**
 * `kotodama adapt`: learns from pairs of queries and anime how queries should be corrected, and keeps that where it
 * helps queries that it has not seen. A server uses it from its next start.
 */
export async function adaptCommand(
  { settings: read, output, signal, workingDirectory }: CommandContext,
  _args: readonly string[],
  options: AdaptOptions,
): Promise<number> {
  if ((options.pairs === undefined) === (options.remove !== true)) {
    throw fail("USAGE", "say either --pairs FILE or --remove");
  }
  const settings = read();
  // What is given wrongly is refused before a model is loaded.
  const pairs = options.pairs === undefined ? [] : readPairs(resolve(workingDirectory, options.pairs));
  const opened = await openToAdapt(settings);
  try {
    const { identity } = opened.deps.embedder;
    const path = adapterPath(settings.DATA_DIR, identity);
    const name = `${identity.provider}/${identity.model}`;
    if (options.remove) {
      const removed = removeAdapter(path);
      output.result({ removed }, () =>
        removed ? `the adapter of ${name} is gone` : `there was no adapter of ${name}`,
      );
      return EXIT.done;
    }
    const { map, ...found } = await adapt(pairs, opened.deps, {
      rank: options.rank,
      epochs: options.epochs,
      signal,
      onEpoch: (epoch, loss) =>
        output.progress(`epoch ${epoch} / ${options.epochs}  loss ${loss.toFixed(3)}`),
    });
    output.endProgress();
    if (found.helps) {
      const { before, after } = found.search["mrr@10"];
      const note = {
        embedder: identity,
        made_at: new Date().toISOString(),
        pairs: found.learned,
        held_out: found.held_out,
        mrr_before: before,
        mrr_after: after,
      };
      writeAdapter(path, { note, map });
    }
    output.result({ ...found, kept: found.helps, embedder: identity }, () => text(name, found));
    return found.helps ? EXIT.done : EXIT.failed;
  } finally {
    await opened.close();
  }
}

function text(
  name: string,
  { learned, held_out, unknown, space, search, helps }: Omit<Adaptation, "map">,
): string {
  const row = (what: string, { before, after, p }: Gain) =>
    `${what.padEnd(24)} ${before.toFixed(3)} → ${after.toFixed(3)}  (p = ${p.toFixed(3)})`;
  return [
    `learned from ${count(learned)} pairs, judged by ${count(held_out)} others${unknown > 0 ? `; ${count(unknown)} are about anime that the catalogue lacks` : ""}`,
    row("title_vector  mrr@10", space["mrr@10"]),
    row("              hit@10", space["hit@10"]),
    row("whole search  mrr@10", search["mrr@10"]),
    row("              hit@10", search["hit@10"]),
    helps
      ? `kept for ${name}; commands use it from now on, a server from its next start. --remove takes it away`
      : "not kept: it does not help queries that it has not seen beyond chance. What was there before stays",
  ].join("\n");
}
