/** What the command line asks of every part. */
export interface Options {
  /** The share of the catalogue that is measured, evenly spread; 1 for the figures of the report. */
  readonly share: number;
  /** Rounds of a timing, where it is not the part's own number. */
  readonly rounds?: number | undefined;
  /** These engines only. */
  readonly only?: readonly string[] | undefined;
  /** A data folder that holds the ingested catalogue already. */
  readonly dataDir?: string | undefined;
  /** Folders of models. */
  readonly models?: readonly string[] | undefined;
}
