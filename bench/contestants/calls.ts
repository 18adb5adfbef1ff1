/** Vectors come as files: [rows × dimension] float32; queries as [queries][spaces]. */
export type ContestantCall =
  | {
      readonly do: "build";
      readonly spaces: readonly { readonly path: string; readonly dimension: number }[];
    }
  | { readonly do: "queries"; readonly queries: readonly (readonly Float32Array[])[] }
  | { readonly do: "use"; readonly effort: number }
  | { readonly do: "search"; readonly k: number }
  | {
      readonly do: "time";
      readonly what: TimedWork;
      readonly k: number;
      readonly from: number;
      readonly count: number;
    };

/** One space alone, all spaces fused one by one, or fused with `IN_FLIGHT` requests at once. */
export type TimedWork = "one space" | "fused" | "fused at once";

export interface Built {
  readonly engine: string;
  readonly setting: string;
  readonly efforts: readonly string[];
  readonly seconds: number;
  /** Resident bytes after building, vectors as given not counted. */
  readonly memory: number;
}

export interface Timed {
  readonly durations: number[];
  readonly elapsed: number;
  /** Processor time of the whole process, all threads, in ms. */
  readonly processor: number;
}

/** Requests at once. */
export const IN_FLIGHT = 16;
