/**
 * The catalogue of errors: every failure that leaves a module has a code from here.
 * `status` is the HTTP status that the code maps to; `title` is the short, constant text of RFC 9457.
 */
export const ERRORS = {
  // Requests
  MALFORMED_REQUEST: { status: 400, title: "The request is not valid HTTP" },
  MALFORMED_JSON: { status: 400, title: "The body is not valid JSON" },
  REQUEST_INVALID: { status: 422, title: "The request does not fit its schema" },
  NOTHING_TO_SEARCH: { status: 422, title: "A search needs a query, a filter or a sort" },
  SPACE_UNKNOWN: { status: 422, title: "No such vector space" },
  SPACE_NOT_SEARCHABLE: { status: 422, title: "The space cannot be searched this way" },
  WEIGHTS_ALL_ZERO: { status: 422, title: "Every space has weight 0" },
  FILTER_INVALID: { status: 422, title: "The filter is not valid" },
  SORT_INVALID: { status: 422, title: "The sort is not valid" },
  FACET_INVALID: { status: 422, title: "The facet is not valid" },
  FIELD_UNKNOWN: { status: 422, title: "No such field" },
  CURSOR_INVALID: { status: 422, title: "The cursor cannot be read" },
  CURSOR_MISMATCH: { status: 422, title: "The cursor belongs to another request" },
  CURSOR_EXPIRED: { status: 410, title: "The cursor's index generation is gone" },
  ROUTE_NOT_FOUND: { status: 404, title: "No such route" },
  METHOD_NOT_ALLOWED: { status: 405, title: "The route does not answer this method" },
  ANIME_NOT_FOUND: { status: 404, title: "No such anime" },
  UNAUTHORIZED: { status: 401, title: "A bearer token is needed" },
  FORBIDDEN: { status: 403, title: "The token is not the admin token" },
  CONFLICT: { status: 409, title: "The request conflicts with the present state" },
  BODY_TOO_LARGE: { status: 413, title: "The body is too large" },
  PICTURE_INVALID: { status: 422, title: "The picture cannot be decoded" },
  PICTURE_TOO_LARGE: { status: 413, title: "The picture is too large" },
  PICTURE_UNREACHABLE: { status: 503, title: "The picture cannot be fetched now" },
  PICTURE_REFUSED: { status: 422, title: "The picture is not fetched" },
  PICTURE_FORMAT_UNSUPPORTED: { status: 415, title: "The picture is of no known format" },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, title: "The content type is not supported" },
  // Service
  OVERLOADED: { status: 503, title: "Too many searches at once" },
  NOT_READY: { status: 503, title: "The service is not ready" },
  STORE_UNAVAILABLE: { status: 503, title: "The vector store does not answer" },
  TIMEOUT: { status: 503, title: "The request took too long" },
  INTERNAL: { status: 500, title: "An internal error" },
  // Start
  SETTINGS_INVALID: { status: 500, title: "The settings are not valid" },
  DATA_DIR_UNUSABLE: { status: 500, title: "The data folder cannot be used" },
  DATA_DIR_LOCKED: { status: 500, title: "Another process uses the data folder" },
  PORT_IN_USE: { status: 500, title: "The port is in use" },
  USAGE: { status: 500, title: "The command was used wrongly" },
  // Data
  ENTRY_INVALID: { status: 422, title: "The entry is not a valid anime entry" },
  INPUT_UNREADABLE: { status: 422, title: "The input cannot be read" },
  FORMAT_UNKNOWN: { status: 422, title: "The input is of no known format" },
  RECORD_DAMAGED: { status: 500, title: "The record cannot be read" },
  DISK_FULL: { status: 503, title: "No space is left on the disk" },
  // Index
  GOLD_INVALID: { status: 422, title: "The gold set is not valid" },
  INDEX_VERSION_UNSUPPORTED: { status: 500, title: "The index has another format version" },
  INDEX_DAMAGED: { status: 500, title: "A file of the index is damaged" },
  INDEX_VERIFICATION_FAILED: { status: 500, title: "The new index failed its verification" },
  NO_PREVIOUS_GENERATION: { status: 409, title: "There is no previous generation" },
  EMBEDDER_MISMATCH: { status: 500, title: "The index was made by another embedder" },
  EMBEDDER_UNAVAILABLE: { status: 503, title: "The embedding server does not answer" },
  EMBEDDER_ANSWER_INVALID: { status: 503, title: "The embedding server's answer is not valid" },
  PAIRS_INVALID: { status: 422, title: "The pairs to learn from are not valid" },
  ADAPTER_INVALID: { status: 500, title: "The adapter's file is not valid" },
  EMBEDDER_FILE_INVALID: { status: 500, title: "The embedder's file is not valid" },
  MODEL_NOT_FOUND: { status: 500, title: "The model's files are not here" },
  MODEL_INVALID: { status: 500, title: "The model's files are damaged or of an unknown kind" },
  MODEL_DOWNLOAD_FAILED: { status: 503, title: "The model cannot be downloaded" },
  MODEL_FAILED: { status: 503, title: "The model cannot be run" },
  VECTOR_INVALID: { status: 422, title: "The vector is not valid" },
  COLLECTION_NOT_FOUND: { status: 404, title: "No such collection" },
  COLLECTION_EXISTS: { status: 409, title: "The collection exists already" },
  UNSUPPORTED_BY_STORE: { status: 422, title: "The vector store cannot do this" },
  WORKER_FAILED: { status: 503, title: "A search worker ended unexpectedly" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One offending value: where it stands, what was found, what would be right, and the nearest known name. */
export interface ErrorField {
  readonly path: string;
  readonly got?: unknown;
  readonly expected?: string;
  readonly nearest?: string;
}

export class KotodamaError extends Error {
  override readonly name = "KotodamaError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly fields: readonly ErrorField[];
  /** Seconds after which a caller may try again, for 503 and 429. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ErrorCode,
    detail: string,
    options: { fields?: readonly ErrorField[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = ERRORS[code].status;
    this.fields = options.fields ?? [];
    this.retryAfter = options.retryAfter;
  }
}

/** An error to throw: `throw fail("SPACE_UNKNOWN", "no space is named titel_vector; did you mean title_vector?")`. */
export function fail(
  code: ErrorCode,
  detail: string,
  options?: { fields?: readonly ErrorField[]; retryAfter?: number; cause?: unknown },
): KotodamaError {
  return new KotodamaError(code, detail, options);
}

/** True for an error of the catalogue, of the given code where one is named. */
export function isFailure(error: unknown, code?: ErrorCode): error is KotodamaError {
  return error instanceof KotodamaError && (code === undefined || error.code === code);
}

/** The system's name for what went wrong (`ENOSPC`, `EADDRINUSE`, …); undefined for any other error. */
export function errno(error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : undefined;
}
