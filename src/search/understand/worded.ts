import { type Sense, type SenseParts, sense } from "./sense.ts";
import { list } from "./wording.ts";

type Row = readonly [name: string, phrases: string, parts: SenseParts];

/** Phrases with what they mean, for the attributes whose values the schema fixes. */
export interface Worded {
  readonly phrases: readonly string[];
  readonly sense: Sense;
}

/** A table of them: of each its name, its phrases between commas, and what it asks for. */
export function attributes(
  kind: string,
  field: string,
  table: readonly Row[],
  role: Sense["role"] = "attribute",
) {
  return table.map(
    ([name, phrases, parts]): Worded => ({
      phrases: list(phrases),
      sense: sense(role, kind, field, name, parts),
    }),
  );
}
