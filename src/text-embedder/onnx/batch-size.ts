/** Batch sizes that are tried. */
const SIZES = [1, 2, 4, 8, 16, 32] as const;

/** Words in the texts that are measured: from a genre list to a long plot. */
const LENGTHS = [60, 12, 150, 30, 90, 6, 200, 45] as const;

/** Longer batches must be quicker by this factor, since they let a query wait longer. */
const WORTH = 0.97;
/** Past a size that is slower than the best by this factor, longer ones are not tried. */
const HOPELESS = 1.15;

export interface BatchMeasurement {
  readonly size: number;
  readonly ms_per_text: number;
}

export interface BatchChoice {
  readonly size: number;
  readonly ms_per_text: number;
  readonly measured: readonly BatchMeasurement[];
}

/**
 * Finds the batch size with which a text takes least, by trying them on texts of realistic lengths, sorted as they
 * would be. `run` embeds texts as one batch and resolves when it has. Sizes for which `budget` ms are not enough are
 * left out; one text is always tried.
 */
export async function chooseBatchSize(
  run: (texts: readonly string[]) => Promise<unknown>,
  budget: number,
  now: () => number,
): Promise<BatchChoice> {
  const began = now();
  const texts = Array.from({ length: SIZES.at(-1)! }, (_, i) => sampleText(LENGTHS[i % LENGTHS.length]!, i));
  // The first run of a model lays out its memory.
  await run([texts[0]!]);
  const probed = now();
  await run([texts[0]!]);
  const single = now() - probed;
  const measured: BatchMeasurement[] = [{ size: 1, ms_per_text: single }];
  let best = measured[0]!;
  for (const size of SIZES) {
    // Every size sees the same mix of lengths, as many texts as the time allows.
    const count = Math.max(size, LENGTHS.length);
    if (now() - began + count * best.ms_per_text > budget) break;
    const sorted = texts.slice(0, count).toSorted((a, b) => a.length - b.length);
    const from = now();
    for (let at = 0; at < count; at += size) await run(sorted.slice(at, at + size));
    const found = { size, ms_per_text: (now() - from) / count };
    if (size === 1) measured.pop();
    measured.push(found);
    if (size === 1 || found.ms_per_text < best.ms_per_text * WORTH) best = found;
    else if (found.ms_per_text > best.ms_per_text * HOPELESS) break;
  }
  return { ...best, measured };
}

const WORDS =
  "a young girl who lost her home finds an old ship beneath the city and learns that its captain once fought beside her father in the last war of the northern islands".split(
    " ",
  );

/** English of so many words; another text for each seed. */
export function sampleText(words: number, seed: number): string {
  return Array.from({ length: words }, (_, i) => WORDS[(i * 7 + seed * 3) % WORDS.length]).join(" ");
}
