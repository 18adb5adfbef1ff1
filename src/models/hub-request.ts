import { fail, isFailure } from "../errors.ts";

/** How a model server is asked. */
export interface HubAccess {
  /** Of Hugging Face's layout: `/api/models/…` and `/…/resolve/…` lie under it. */
  readonly hub: string;
  readonly fetch: typeof fetch;
  /** Milliseconds without an answer or a byte after which an attempt is given up. */
  readonly silenceMs: number;
  /** Attempts in a row that bring no byte before it is given up altogether. */
  readonly attempts: number;
  /** Waits between attempts; injected, so that tests need not. */
  readonly wait: (ms: number) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose body is still to be read. */
export interface OpenAnswer {
  readonly response: Response;
  /** Aborts the answer when nothing has been heard for a while: to be told of each wait for bytes. */
  readonly silence: Silence;
}

export interface JsonAnswer {
  readonly body: unknown;
  readonly link: string | null;
}

const LONGEST_PAUSE = 60_000;

/**
 * An answer of status 200, 206 or 416. What passes (429, 5xx, a connection that fails) is tried again, after the
 * time that the server asks for or ever longer ones. Throws MODEL_DOWNLOAD_FAILED for the rest, the signal's reason
 * when that is aborted.
 */
export async function ask(
  access: HubAccess,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<OpenAnswer> {
  for (let attempt = 1; ; attempt++) {
    const silence = new Silence(access.silenceMs, access.signal);
    let after = 0;
    let reason: string;
    try {
      const response = await silence.during(() =>
        access.fetch(url, {
          // Packed bytes have another length than the one announced.
          headers: { "user-agent": "kotodama", "accept-encoding": "identity", ...headers },
          signal: silence.signal,
        }),
      );
      if (response.ok || response.status === 416) return { response, silence };
      silence.end();
      if (response.status !== 429 && response.status < 500) throw refused(url, response.status);
      reason = `it answered ${response.status}`;
      after = Number(response.headers.get("retry-after")) * 1000 || 0;
    } catch (error) {
      access.signal?.throwIfAborted();
      if (isFailure(error)) throw error;
      reason = reasonOf(error, silence);
    }
    if (attempt >= access.attempts)
      throw fail("MODEL_DOWNLOAD_FAILED", `${url} cannot be fetched: ${reason}`);
    await access.wait(Math.min(Math.max(after, pause(attempt)), LONGEST_PAUSE));
  }
}

/** The JSON at a URL. Throws MODEL_DOWNLOAD_FAILED. */
export async function getJson(access: HubAccess, url: string): Promise<JsonAnswer> {
  const { response, silence } = await ask(access, url);
  try {
    const body: unknown = await silence.during(() => response.json());
    return { body, link: response.headers.get("link") };
  } catch (cause) {
    access.signal?.throwIfAborted();
    throw fail("MODEL_DOWNLOAD_FAILED", `${url} did not answer with JSON: ${reasonOf(cause, silence)}`, {
      cause,
    });
  }
}

/** How long to wait after so many attempts that failed, in ms. */
export function pause(attempt: number): number {
  return Math.min(500 * 2 ** (attempt - 1), LONGEST_PAUSE);
}

/** Why a request failed, for people: the cause that `fetch` hides behind "fetch failed". */
export function reasonOf(error: unknown, silence: Silence): string {
  if (silence.isOver) return `nothing was heard for ${silence.ms} ms`;
  const { message, cause } = error as { message?: string; cause?: { message?: string; code?: string } };
  return cause?.message || cause?.code || message || String(error);
}

/** Aborts when a wait takes too long. */
export class Silence {
  readonly ms: number;
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();

  constructor(ms: number, outer: AbortSignal | undefined) {
    this.ms = ms;
    const own = this.#controller.signal;
    this.signal = outer === undefined ? own : AbortSignal.any([own, outer]);
  }

  get isOver(): boolean {
    return this.#controller.signal.reason === OVER;
  }

  async during<T>(wait: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#controller.abort(OVER), this.ms);
    try {
      return await wait();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Lets go of an answer whose body is not wanted. */
  end(): void {
    this.#controller.abort();
  }
}

const OVER = Symbol("silence");

function refused(url: string, status: number): Error {
  const what =
    status === 401 || status === 403
      ? "the model is not open to everyone: download it by hand and name its folder"
      : "is the model's name right?";
  return fail("MODEL_DOWNLOAD_FAILED", `${url} answered ${status}; ${what}`);
}
