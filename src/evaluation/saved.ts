import Type from "typebox";
import { fail } from "../errors.ts";
import { checked, oneOf } from "../validation.ts";
import type { Comparable } from "./compare.ts";
import { KINDS } from "./gold.ts";
import { RELEVANCE_MEASURES, type RelevanceMeasure } from "./measure.ts";

/** What a later version needs of a saved report; whatever else stands in it is passed over. */
const Saved = Type.Object({
  catalogue: Type.Object({ anime: Type.Integer({ minimum: 0 }), generation: Type.String() }),
  outcomes: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: oneOf(...KINDS),
      query: Type.String(),
      measured: Type.Object(
        Object.fromEntries(RELEVANCE_MEASURES.map((name) => [name, Type.Number()])) as Record<
          RelevanceMeasure,
          ReturnType<typeof Type.Number>
        >,
      ),
    }),
  ),
});

/** A report of an earlier run, as far as it can be compared with. */
export interface SavedReport {
  readonly catalogue: { readonly anime: number; readonly generation: string };
  readonly outcomes: readonly (Comparable & { readonly query: string })[];
}

const saved = checked(Saved, "INPUT_UNREADABLE");

/** Reads what `eval --report FILE.json` wrote. Throws INPUT_UNREADABLE. */
export function readSavedReport(text: string, name: string): SavedReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fail("INPUT_UNREADABLE", `${name} is not JSON; eval --report FILE.json writes what is expected`);
  }
  try {
    return saved.parse(value);
  } catch (error) {
    const why = (error as Error).message;
    throw fail("INPUT_UNREADABLE", `${name} is no report of eval: ${why}`, { cause: error });
  }
}
