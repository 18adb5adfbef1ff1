import { openToEmbed, openToWrite } from "../compose.ts";
import { dataDirOwner } from "../record/data-dir.ts";
import type { Settings } from "../settings.ts";
import type { CommandContext } from "./context.ts";
import { count, EXIT, type Output, progressLine } from "./output.ts";

/**
 * `kotodama reembed`: a new generation of the index by the embedder that is configured, beside the one that is there.
 * What was embedded before an interruption is remembered. A server keeps the embedder that it was started with: while
 * one has the data folder, everything is embedded beside it, and the switch waits until it is stopped.
 */
export async function reembedCommand(
  { settings: read, output, signal }: CommandContext,
  _args: readonly string[],
  options: { readonly force?: boolean },
): Promise<number> {
  const settings = read();
  const owner = dataDirOwner(settings.DATA_DIR);
  if (owner?.url) return embedBeside(owner.url, settings, output, signal);
  const catalogue = await openToWrite(settings, { rebuild: true, log: (message) => output.note(message) });
  try {
    const { index, embedder } = catalogue;
    const { provider, model } = embedder.identity;
    const made = index.isBy(embedder.identity);
    if (made && !options.force) {
      output.result(
        { model: `${provider}/${model}`, built: false },
        () => `the index was made by ${provider}/${model} as it is configured; there is nothing to do`,
      );
      return EXIT.done;
    }
    await index.build({ signal, onProgress: (progress) => output.progress(progressLine(progress)) });
    output.endProgress();
    const { live } = index.status();
    output.result(
      { model: `${provider}/${model}`, built: true, ...live },
      () =>
        `generation ${live?.name} by ${provider}/${model} is live: ${count(live?.anime ?? 0)} anime, ${count(live?.episodes ?? 0)} episodes`,
    );
    return EXIT.done;
  } finally {
    await catalogue.close();
  }
}

async function embedBeside(
  url: string,
  settings: Settings,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const beside = await openToEmbed(settings, (message) => output.note(message));
  try {
    const texts = await beside.embed({
      signal,
      onProgress: (progress) => output.progress(progressLine(progress)),
    });
    output.endProgress();
    output.note(
      `${count(texts)} texts were embedded beside the server at ${url}, which keeps the embedder it was started with. ` +
        "To switch: stop it, run `kotodama reembed` again, which takes little now, and start it with these settings",
    );
    output.result({ embedded: texts, built: false }, () => "the index is as it was");
    return EXIT.failed;
  } finally {
    await beside.close();
  }
}
