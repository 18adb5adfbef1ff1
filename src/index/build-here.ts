import { CatalogueRecord } from "../record/record.ts";
import { type BuildDependencies, buildCollections } from "./build.ts";
import type { Builder } from "./dependencies.ts";

/** A builder that works on the calling thread, for commands that have nothing else to do, and for tests. */
export function buildHere(deps: BuildDependencies): Builder {
  return async (into, options) => {
    // A connection of its own: its snapshot must not move, nor keep the record's own one from writing.
    const record = CatalogueRecord.open(deps.record.path, { readOnly: true });
    try {
      return await buildCollections({ ...deps, record }, into, options);
    } finally {
      record.close();
    }
  };
}
