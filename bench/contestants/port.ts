/** An engine in one setting, holding several dense spaces over the same rows. */
export interface Contestant {
  /** Package and version. */
  readonly engine: string;
  /** Index, quantisation and whatever else decides. */
  readonly setting: string;
  /** What of the index is searched, least first: the first that reaches the recall is timed. */
  readonly efforts: readonly string[];
  build(spaces: readonly SpaceVectors[]): Promise<void>;
  use(effort: number): void;
  /** The best `k` rows of each space, best first. */
  search(vectors: readonly Float32Array[], k: number): Promise<readonly ArrayLike<number>[]> | Ranking;
  /** Where the engine fuses by itself or answers many at once faster than one by one. */
  readonly fused?: Fuser;
  readonly fusedMany?: (
    requests: readonly (readonly Float32Array[])[],
    k: number,
  ) => readonly (readonly number[])[];
  close(): Promise<void> | void;
}

export type Ranking = readonly ArrayLike<number>[];
export type Fuser = (vectors: readonly Float32Array[], k: number) => Promise<readonly number[]>;

export interface SpaceVectors {
  readonly dimension: number;
  /** `[rows × dimension]`, row-major, of length 1. */
  readonly vectors: Float32Array;
}

/** Results of one fused request. */
export const FUSED_LIMIT = 10;
