import { openToWrite } from "../compose.ts";
import { dataDirOwner } from "../record/data-dir.ts";
import type { CommandContext } from "./context.ts";
import { count, EXIT, progressLine } from "./output.ts";
import { RunningServer } from "./running-server.ts";

/** `kotodama reindex`: a new generation of the index, or with --rollback the previous one. */
export async function reindexCommand(
  { settings: read, output, signal }: CommandContext,
  _args: readonly string[],
  options: { readonly rollback?: boolean },
): Promise<number> {
  const settings = read();
  const kind = options.rollback ? "rollback" : "reindex";
  const owner = dataDirOwner(settings.DATA_DIR);
  if (owner?.url) {
    const job = await RunningServer.of(owner.url, settings).follow(
      kind,
      ({ phase, done, total }) =>
        output.progress(`${phase} ${count(done)}${total === null ? "" : ` / ${count(total)}`}`),
      signal,
    );
    output.endProgress();
    output.result(job, () => `${kind} done by the server at ${owner.url}`);
    return EXIT.done;
  }
  const catalogue = await openToWrite(settings, {
    rebuild: !options.rollback,
    log: (message) => output.note(message),
  });
  try {
    if (options.rollback) await catalogue.index.rollback();
    else
      await catalogue.index.build({
        signal,
        onProgress: (progress) => output.progress(progressLine(progress)),
      });
    output.endProgress();
    const { live } = catalogue.index.status();
    output.result(
      live,
      () =>
        `generation ${live?.name} is live: ${count(live?.anime ?? 0)} anime, ${count(live?.episodes ?? 0)} episodes`,
    );
    return EXIT.done;
  } finally {
    await catalogue.close();
  }
}
