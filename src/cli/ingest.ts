import { resolve } from "node:path";
import { openToWrite, type WritableCatalogue } from "../compose.ts";
import { fail } from "../errors.ts";
import { type IngestSummary, ingest } from "../ingest/ingest.ts";
import { fileInput } from "../ingest/inputs.ts";
import type { OnProgress } from "../ingest/progress.ts";
import { dataDirOwner } from "../record/data-dir.ts";
import type { CommandContext } from "./context.ts";
import { count, duration, EXIT, type Output, progressLine } from "./output.ts";
import { RunningServer } from "./running-server.ts";

interface IngestOptions {
  readonly prune?: boolean;
  readonly source?: string;
}

/** `kotodama ingest`: into the data folder directly or, while a server has it, through that server. */
export async function ingestCommand(
  { settings: read, output, signal, streams, workingDirectory }: CommandContext,
  names: readonly string[],
  options: IngestOptions,
): Promise<number> {
  const settings = read();
  const files = names.map((name) => (isFile(name) ? resolve(workingDirectory, name) : name));
  const onProgress: OnProgress = (progress) => output.progress(progressLine(progress));
  // A read that waits for more would hold up the end.
  const closeInput = () => streams.stdin.destroy(fail("INPUT_UNREADABLE", "it was interrupted"));
  signal.addEventListener("abort", closeInput, { once: true });
  const owner = dataDirOwner(settings.DATA_DIR);
  const given = {
    prune: options.prune ?? false,
    signal,
    onProgress,
    ...(options.source ? { source: options.source } : {}),
  };
  if (owner?.url) {
    const server = RunningServer.of(owner.url, settings);
    const summary = await server.ingest(files, given, streams.stdin);
    return report(output, summary);
  }
  const catalogue = await openToWrite(settings, { log: (message) => output.note(message) });
  try {
    const summary = await ingestFiles(catalogue, files, given, streams.stdin);
    if (!summary.interrupted && settings.PICTURES !== "off") await drawCovers(catalogue, output, signal);
    return report(output, summary);
  } finally {
    await catalogue.close();
  }
}

/** Draws covers and reads the pictures that are here; what is on other servers waits for `pictures fetch`. */
async function drawCovers(
  { pictures }: WritableCatalogue,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  await pictures.scan(signal);
  await pictures.work({
    remote: false,
    signal,
    onProgress: ({ kept }) => output.progress(`pictures  ${count(kept)}`),
  });
}

/** Reads files into the record and brings the index up to date with it. */
export async function ingestFiles(
  { record, index, settings }: WritableCatalogue,
  files: readonly string[],
  options: { prune: boolean; source?: string; signal: AbortSignal; onProgress: OnProgress },
  stdin: NodeJS.ReadStream = process.stdin,
): Promise<IngestSummary> {
  const fetchUntilInterrupted: typeof fetch = (url, init) =>
    fetch(url, {
      ...init,
      signal: AbortSignal.any([options.signal, ...(init?.signal ? [init.signal] : [])]),
    });
  const inputs = files.map((file) => fileInput(file, { stdin, fetch: fetchUntilInterrupted }));
  const began = performance.now();
  const summary = await ingest({ record, dataDir: settings.DATA_DIR }, inputs, options);
  if (!summary.interrupted && record.entries.sequence() > 0) {
    await index.refresh(options);
    // One that the opening has begun.
    await index.built(options.signal);
  }
  // The index by a model takes far longer than the record.
  return { ...summary, took_ms: Math.round(performance.now() - began) };
}

function report(output: Output, summary: IngestSummary): number {
  output.endProgress();
  output.result(summary, () => summaryText(summary));
  if (summary.interrupted) return EXIT.interrupted;
  if (summary.files.some(({ state }) => state === "failed")) return EXIT.failed;
  return summary.rejected > 0 || summary.files.some(({ state }) => state === "truncated")
    ? EXIT.rejected
    : EXIT.done;
}

function summaryText(summary: IngestSummary): string {
  const lines = summary.files.flatMap((file) => {
    const counts = `${count(file.added)} new, ${count(file.changed)} changed, ${count(file.unchanged)} unchanged`;
    const pruned = file.pruned > 0 ? `, ${count(file.pruned)} pruned` : "";
    const first = `${file.source} (${file.format ?? "of no known format"}): ${counts}${pruned}`;
    const notes = [];
    if (file.error) notes.push(`  ${file.state}: ${file.error.code}: ${file.error.detail}`);
    if (file.rejected > 0)
      notes.push(`  ${count(file.rejected)} rejected; they and the reasons are in ${file.rejects_file}`);
    if (file.prune_refused) notes.push(`  nothing was pruned: ${file.prune_refused}`);
    return [first, ...notes];
  });
  const { entries, conflicts, withheld, took_ms, interrupted } = summary;
  lines.push(
    `${count(entries.written)} anime written, ${count(entries.deleted)} removed, in ${duration(took_ms)}`,
  );
  if (conflicts > 0)
    lines.push(`${count(conflicts)} source URLs are claimed by several anime, which stay apart`);
  if (withheld > 0) lines.push(`${count(withheld)} anime stay away because an operator deleted them`);
  if (interrupted) lines.push("interrupted; what was done so far is kept, and running it again continues");
  return lines.join("\n");
}

function isFile(name: string): boolean {
  return name !== "-" && !/^https?:\/\//i.test(name);
}
