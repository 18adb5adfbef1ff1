import { openToLook, openToWrite } from "../compose.ts";
import { imageEmbedderIdentity } from "../compose-pictures.ts";
import { fail } from "../errors.ts";
import { dataDirOwner } from "../record/data-dir.ts";
import type { PicturesOptions } from "./command-line.ts";
import type { CommandContext } from "./context.ts";
import { count, EXIT, plain } from "./output.ts";
import { RunningServer } from "./running-server.ts";

/** Failures that `pictures status` lists. */
const LISTED = 20;

/** `kotodama pictures status | fetch | retry`. */
export async function picturesCommand(
  context: CommandContext,
  [action]: readonly string[],
  options: PicturesOptions,
): Promise<number> {
  return action === "status" ? status(context) : fetchThem(context, action === "retry", options);
}

async function status({ settings: read, output }: CommandContext): Promise<number> {
  const settings = read();
  const catalogue = await openToLook(settings);
  try {
    const { pictures } = catalogue.record;
    const identity = await imageEmbedderIdentity(settings);
    const counts = pictures.counts(identity);
    const failures = pictures.failures(LISTED);
    output.result({ embedder: identity, ...counts, failures }, () =>
      [
        `${count(counts.done)} pictures are there, ${count(counts.embedded)} of them embedded by ${identity.provider}/${identity.model}, of ${count(counts.anime)} anime`,
        `${count(counts.waiting)} wait, ${count(counts.failed)} are tried again later, ${count(counts.refused)} are given up`,
        ...failures.map(({ location, state, attempts, error }) =>
          plain(`  ${state} after ${attempts}: ${location.slice(0, 100)}: ${error ?? ""}`),
        ),
        ...(counts.waiting > 0 ? ["`kotodama pictures fetch` fetches what is on other servers"] : []),
        ...(counts.waiting === 0 && counts.embedded < counts.done
          ? ["`kotodama pictures fetch` embeds the others; a server does so by itself"]
          : []),
        ...(counts.refused > 0 ? ["`kotodama pictures retry` tries again what was given up"] : []),
      ].join("\n"),
    );
    return EXIT.done;
  } finally {
    await catalogue.close();
  }
}

async function fetchThem(
  { settings: read, output, signal }: CommandContext,
  retry: boolean,
  { limit, refresh = false }: PicturesOptions,
): Promise<number> {
  const settings = read();
  const wanted = { retry, refresh, ...(limit === undefined ? {} : { limit }) };
  const owner = dataDirOwner(settings.DATA_DIR);
  if (owner?.url) {
    const server = RunningServer.of(owner.url, settings);
    const onJob = ({ done }: { readonly done: number }) => output.progress(`${count(done)} pictures`);
    const job = await server.follow("pictures", onJob, signal, wanted);
    output.endProgress();
    output.result(job, () => `${count(job.done)} pictures were looked at by the server at ${owner.url}`);
    return EXIT.done;
  }
  const catalogue = await openToWrite(settings, { log: (message) => output.note(message) });
  try {
    if (!catalogue.index.ready())
      throw fail("NOT_READY", "there is no index yet; `kotodama ingest` makes one");
    const done = await catalogue.pictures.fetch({
      ...wanted,
      signal,
      onProgress: ({ kept, failed, postponed }) =>
        output.progress(
          `${count(kept)} pictures, ${count(failed)} failed, ${count(postponed)} left for later`,
        ),
    });
    // Pictures of another embedder than the index has need a new one, which the opening has begun.
    await catalogue.index.built(signal);
    output.endProgress();
    output.result(
      done,
      () =>
        `${count(done.kept)} pictures are there now, ${count(done.failed)} failed, ${count(done.postponed)} are left for later`,
    );
    return EXIT.done;
  } finally {
    await catalogue.close();
  }
}
