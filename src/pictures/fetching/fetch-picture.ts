import { lookup as systemLookup } from "node:dns";
import { isIP } from "node:net";
import { Agent, type Dispatcher } from "undici";
import { fail, isFailure } from "../../errors.ts";
import { VERSION } from "../../version.ts";
import { isPublicAddress, notPublic, publicLookup, type Resolver } from "./public-address.ts";

export interface FetchLimits {
  /** Bytes of the file; reading stops there, whatever the answer's headers say. */
  readonly maxBytes: number;
  /** Milliseconds for everything, redirects included. */
  readonly timeoutMs: number;
}

/** What is known of a picture from the last time, so that it need not be sent again. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type Fetched =
  | ({ readonly kind: "fetched"; readonly bytes: Uint8Array } & Validators)
  | { readonly kind: "unchanged" };

const MAX_REDIRECTS = 3;
/** Answers that another time may be others (RFC 9110, RFC 6585). */
const TEMPORARY = new Set([408, 421, 425, 429, 500, 502, 503, 504]);
/** Seconds of a `Retry-After` that are waited at most. */
const LONGEST_WAIT = 24 * 3600;

/**
 * Fetches pictures over http and https, from public addresses unless `allowPrivate`. Each redirect, three at most, is
 * checked as the first address was; the address is checked when the connection is made. Nothing is unpacked, so the
 * limit is of what is sent.
 */
export class PictureFetcher {
  readonly #agent: Agent;
  readonly #allowPrivate: boolean;

  constructor(options: { readonly allowPrivate: boolean; readonly resolve?: Resolver }) {
    this.#allowPrivate = options.allowPrivate;
    const { resolve = systemLookup } = options;
    this.#agent = new Agent({
      connect: { timeout: 10_000, lookup: options.allowPrivate ? resolve : publicLookup(resolve) },
      // A server that is not asked is not held on to.
      keepAliveTimeout: 5_000,
      connections: 8,
      maxHeaderSize: 16_384,
    });
  }

  /**
   * The file, or that it is the one that the validators name. Throws PICTURE_REFUSED for what will not change by
   * itself (no such picture, an address that is not public, a scheme other than http and https), PICTURE_TOO_LARGE,
   * PICTURE_UNREACHABLE for what may (with `retryAfter` where the server names a time), and the signal's reason.
   */
  async fetch(
    location: string,
    validators: Validators | null,
    limits: FetchLimits,
    signal?: AbortSignal,
  ): Promise<Fetched> {
    const timeout = AbortSignal.timeout(limits.timeoutMs);
    const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
    try {
      return await this.#follow(location, validators, limits.maxBytes, either);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (isFailure(error)) throw error;
      const why = timeout.aborted ? `it took longer than ${limits.timeoutMs} ms` : reasonOf(error);
      // An error of the look-up comes back as the cause of the connection's.
      const { cause } = error as { cause?: unknown };
      if (isFailure(cause)) throw cause;
      throw fail("PICTURE_UNREACHABLE", `${shown(location)} cannot be fetched: ${why}`, { cause: error });
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #follow(
    location: string,
    validators: Validators | null,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<Fetched> {
    let url = this.#checked(location);
    for (let redirects = 0; ; redirects++) {
      const answer = await this.#agent.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: "GET",
        signal,
        headers: headersOf(validators),
      });
      const { statusCode: status } = answer;
      if (status >= 300 && status < 400 && status !== 304) {
        await answer.body.dump({ limit: 65_536 });
        const next = one(answer.headers.location);
        if (next === null) throw fail("PICTURE_REFUSED", `${shown(url.href)} redirects to nowhere`);
        if (redirects === MAX_REDIRECTS) {
          throw fail("PICTURE_REFUSED", `${shown(location)} redirects more than ${MAX_REDIRECTS} times`);
        }
        url = this.#checked(next, url);
        continue;
      }
      if (status === 304 && validators !== null) {
        await answer.body.dump({ limit: 65_536 });
        return { kind: "unchanged" };
      }
      if (status !== 200) {
        await answer.body.dump({ limit: 65_536 });
        throw refusedBy(url, status, one(answer.headers["retry-after"]));
      }
      const bytes = await read(answer, url, maxBytes);
      return {
        kind: "fetched",
        bytes,
        etag: bounded(one(answer.headers.etag)),
        lastModified: bounded(one(answer.headers["last-modified"])),
      };
    }
  }

  #checked(location: string, base?: URL): URL {
    if (!URL.canParse(location, base?.href)) throw fail("PICTURE_REFUSED", `${shown(location)} is no URL`);
    const url = new URL(location, base);
    if (url.protocol !== "http:" && url.protocol !== "https:") {
      throw fail("PICTURE_REFUSED", `${shown(url.href)} is no http or https URL`);
    }
    // An address in place of a name is never looked up, so the look-up does not see it.
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (!this.#allowPrivate && isIP(host) > 0 && !isPublicAddress(host)) throw notPublic(url.host, host);
    return url;
  }
}

function headersOf(validators: Validators | null): Record<string, string> {
  return {
    accept: "image/webp,image/avif,image/jpeg,image/png,image/gif",
    "accept-encoding": "identity",
    "user-agent": `Kotodama/${VERSION}`,
    ...(validators?.etag ? { "if-none-match": validators.etag } : {}),
    ...(validators?.lastModified ? { "if-modified-since": validators.lastModified } : {}),
  };
}

async function read(answer: Dispatcher.ResponseData, url: URL, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = (size: string) =>
    fail("PICTURE_TOO_LARGE", `${shown(url.href)} has ${size} bytes; at most ${maxBytes} are fetched`);
  const announced = Number(one(answer.headers["content-length"]) ?? Number.NaN);
  if (announced > maxBytes) {
    // What destroying it says of itself is no news.
    answer.body.on("error", () => undefined).destroy();
    throw tooLarge(String(announced));
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by an error destroys the body, and with it the connection.
  for await (const part of answer.body as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > maxBytes) throw tooLarge("more");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function refusedBy(url: URL, status: number, retryAfter: string | null) {
  const said = `${shown(url.href)} answered ${status}`;
  if (!TEMPORARY.has(status)) return fail("PICTURE_REFUSED", said);
  const seconds = secondsOf(retryAfter);
  return fail("PICTURE_UNREACHABLE", said, seconds === null ? {} : { retryAfter: seconds });
}

/** RFC 9110, 10.2.3: seconds, or a date. */
function secondsOf(retryAfter: string | null): number | null {
  if (retryAfter === null) return null;
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(LONGEST_WAIT, Math.max(1, Math.ceil(seconds))) : null;
}

function one(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}

/** A validator is sent back as it came: one that is no header's worth is forgotten. */
function bounded(validator: string | null): string | null {
  return validator !== null && validator.length <= 500 ? validator : null;
}

/** A URL as messages show it: without a password, and not at any length. */
function shown(location: string): string {
  return location.replace(/\/\/[^/@]*@/, "//").slice(0, 200);
}

function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
}
