import type { Entry } from "../catalogue.ts";

/** An engine that finds anime by a text, as near as it comes to it. */
export interface TextContestant {
  readonly engine: string;
  readonly setting: string;
  /** What it lacks beside the service. */
  readonly remark: string;
  build(entries: readonly Entry[]): Promise<void> | void;
  /** The best `RESULTS` rows, best first. */
  search(query: string): Promise<readonly number[]> | readonly number[];
}

export const RESULTS = 10;

export type TextCall =
  | { readonly do: "build" }
  | { readonly do: "search"; readonly queries: readonly string[] };

export interface TextBuilt {
  readonly engine: string;
  readonly setting: string;
  readonly remark: string;
  readonly seconds: number;
  /** Resident bytes of its process after building, the catalogue let go of. */
  readonly memory: number;
}

export interface TextFound {
  readonly rows: readonly (readonly number[])[];
  /** Per query, in ms. */
  readonly durations: readonly number[];
}
