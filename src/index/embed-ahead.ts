import { setImmediate as turn } from "node:timers/promises";
import { ProgressMeter } from "../ingest/progress.ts";
import type { CatalogueRecord } from "../record/record.ts";
import { embeddedTexts } from "../spaces/embedded-texts.ts";
import { SpaceBatches } from "../spaces/embedding-batch.ts";
import { CatalogueFitter } from "../spaces/fit.ts";
import type { Recollections } from "../spaces/recollections.ts";
import { embedderOf, type TextEmbedder } from "../text-embedder/port.ts";
import { batches } from "./apply-changes.ts";
import type { BuildOptions } from "./dependencies.ts";
import { EmbeddingSurvey } from "./embedding-survey.ts";

/** Entries whose texts are embedded together. */
const GROUP = 128;

/**
 * Embeds what an index by this embedder needs and the embedder does not remember, so that building it takes little.
 * Reads the record only: another process may use it meanwhile. Gives the number of texts. Throws the signal's reason and
 * what the embedder throws; what was embedded until then is remembered.
 */
export async function embedAhead(
  {
    record,
    embedder,
    recollections,
  }: {
    readonly record: CatalogueRecord;
    readonly embedder: TextEmbedder;
    readonly recollections?: Recollections;
  },
  { onProgress, onEstimate, signal }: BuildOptions,
): Promise<number> {
  const meter = new ProgressMeter(onProgress);
  const fitter = new CatalogueFitter(recollections);
  for (const { entry } of record.entries.changes(0)) if (entry !== null) fitter.add(entry);
  const fit = fitter.finish();
  const entries = () => record.entries.changes(0).flatMap(({ entry }) => (entry === null ? [] : [entry]));
  const survey = new EmbeddingSurvey(embedder, fit);
  for (const entry of entries()) survey.add(entry);
  if (survey.texts === 0) return 0;
  onEstimate?.(await survey.estimate(signal));
  let done = 0;
  for (const group of batches(entries(), GROUP)) {
    signal?.throwIfAborted();
    const texts = new SpaceBatches(embedder);
    for (const entry of group) {
      for (const { space, text } of embeddedTexts(entry, fit)) {
        if (embedderOf(embedder, space).missing !== undefined) texts.of(space).add(text);
      }
    }
    await texts.embed(signal);
    done += group.length;
    const embedded = survey.textsUntil(done);
    meter.report({ phase: "embed", done: embedded, total: survey.texts, unit: "texts", records: embedded });
    await turn();
  }
  return survey.texts;
}
