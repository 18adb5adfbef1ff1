import { isFailure } from "../../errors.ts";
import { acceptEntries, deleteEntry, patchEntry } from "../../ingest/accept.ts";
import { ingest } from "../../ingest/ingest.ts";
import { inputOf } from "../../ingest/testing/inputs.ts";
import type { CatalogueRecord } from "../../record/record.ts";
import type { CatalogueIndex } from "../catalogue-index.ts";
import { madeUpEntry } from "./made-up.ts";

/** Something that a process does to a catalogue. Doing it again, after it was done in part or whole, ends the same. */
export type Operation =
  | { readonly kind: "ingest"; readonly from: number; readonly to: number; readonly revision: number }
  | { readonly kind: "accept"; readonly numbers: readonly number[]; readonly revision: number }
  | { readonly kind: "patch"; readonly number: number; readonly year: number }
  | { readonly kind: "delete"; readonly number: number }
  | { readonly kind: "build" | "rollback" | "checkpoint" };

/** Entries of the made-up catalogue file. */
export const CATALOGUE = 240;

/** A random sequence of operations; `random` in [0, 1). */
export function randomOperations(random: () => number, count: number): Operation[] {
  const whole = (below: number) => Math.floor(random() * below);
  return Array.from({ length: count }, (): Operation => {
    const dice = random();
    if (dice < 0.25) {
      const from = 1 + whole(CATALOGUE / 4);
      return { kind: "ingest", from, to: from + CATALOGUE / 2 + whole(CATALOGUE / 4), revision: whole(4) };
    }
    if (dice < 0.55) {
      const numbers = Array.from({ length: 1 + whole(6) }, () => 1 + whole(CATALOGUE + 60));
      return { kind: "accept", numbers: [...new Set(numbers)], revision: whole(1000) };
    }
    if (dice < 0.65) return { kind: "patch", number: 1 + whole(CATALOGUE), year: 1950 + whole(20) };
    if (dice < 0.75) return { kind: "delete", number: 1 + whole(CATALOGUE) };
    if (dice < 0.92) return { kind: "build" };
    return { kind: dice < 0.96 ? "rollback" : "checkpoint" };
  });
}

/** The numbers of the entries that an operation changes. */
export function touchedBy(operation: Operation): ReadonlySet<number> {
  switch (operation.kind) {
    // A pruning ingest can also take away what the file held before.
    case "ingest":
      return new Set(Array.from({ length: CATALOGUE + 1 }, (_, number) => number));
    case "accept":
      return new Set(operation.numbers);
    case "patch":
    case "delete":
      return new Set([operation.number]);
    default:
      return new Set();
  }
}

export function pageOf(number: number): string {
  return `https://myanimelist.net/anime/${number}`;
}

/** Does to the record what the operation says; the index is the caller's. */
export async function applyToRecord(
  record: CatalogueRecord,
  dataDir: string,
  operation: Operation,
  onStep: (step: string) => void = () => {},
): Promise<void> {
  switch (operation.kind) {
    case "ingest": {
      const { from, to, revision } = operation;
      const entries = Array.from({ length: to - from }, (_, i) => madeUpEntry(from + i, revision));
      await ingest({ record, dataDir, onStep }, [inputOf("catalogue", entries)], { prune: true });
      return;
    }
    case "accept":
      acceptEntries(
        record,
        operation.numbers.map((number) => madeUpEntry(number, operation.revision)),
      );
      return;
    case "patch":
    case "delete": {
      const [entry] = record.contributions.entriesWith(pageOf(operation.number));
      if (entry === undefined) return;
      const { id } = record.entries.row(entry);
      try {
        if (operation.kind === "patch") patchEntry(record, id, { year: operation.year });
        else deleteEntry(record, id);
      } catch (error) {
        // It was deleted before, or this is the second time.
        if (!isFailure(error, "ANIME_NOT_FOUND")) throw error;
      }
      return;
    }
    default:
  }
}

/** What a server does after the record has changed, or what an operator asks of the index. */
export async function applyToIndex(index: CatalogueIndex, operation: Operation): Promise<void> {
  switch (operation.kind) {
    case "build":
      await index.built();
      return index.build();
    case "rollback":
      await index.built();
      return index.rollback().catch((error) => {
        if (!isFailure(error, "NO_PREVIOUS_GENERATION")) throw error;
      });
    case "checkpoint":
      return index.checkpoint();
    case "ingest":
      await index.refresh();
      return;
    default:
      if (index.ready()) await index.catchUp();
  }
}
