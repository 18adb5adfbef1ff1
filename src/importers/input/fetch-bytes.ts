import { lookup as systemLookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { fail } from "../../errors.ts";

/** How a URL may be read. */
export interface FetchOptions {
  readonly fetch?: typeof fetch;
  /** The addresses of a host. */
  readonly lookup?: (host: string) => Promise<readonly string[]>;
  /** Read from loopback, private and link-local addresses too. */
  readonly allowPrivate?: boolean;
  /** Milliseconds without an answer or a byte after which reading is given up. */
  readonly timeoutMs?: number;
  /** Bytes, as sent, after which reading is given up. */
  readonly maxBytes?: number;
  readonly maxRedirects?: number;
}

const DEFAULTS = { timeoutMs: 30_000, maxBytes: 4 * 1024 ** 3, maxRedirects: 5 };

/**
 * Opens an http(s) URL. Redirects are followed one by one, each checked as the first; addresses that are not public
 * are refused unless allowed. The check resolves the host itself, so a name server that answers differently a moment
 * later is not caught. Throws INPUT_UNREADABLE, while reading too.
 */
export async function fetchBytes(
  location: string,
  options: FetchOptions = {},
): Promise<{ bytes: AsyncIterable<Uint8Array>; size: number | undefined }> {
  const { timeoutMs, maxBytes, maxRedirects } = { ...DEFAULTS, ...options };
  const get = options.fetch ?? fetch;
  const silence = new Silence(timeoutMs);
  let url = new URL(location);
  for (let redirects = 0; ; redirects++) {
    await checkAddress(url, options);
    silence.listen();
    let response: Response;
    try {
      response = await get(url, { redirect: "manual", signal: silence.signal, headers: { accept: "*/*" } });
    } catch (cause) {
      silence.end();
      const why = silence.signal.aborted ? `it did not answer within ${timeoutMs} ms` : reasonOf(cause);
      throw fail("INPUT_UNREADABLE", `${url.href} cannot be read: ${why}`, { cause });
    }
    const next = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (next !== null) {
      await response.body?.cancel();
      if (redirects >= maxRedirects) {
        silence.end();
        throw fail("INPUT_UNREADABLE", `${location} redirects more than ${maxRedirects} times`);
      }
      url = new URL(next, url);
      continue;
    }
    if (!response.ok || response.body === null) {
      silence.end();
      await response.body?.cancel();
      throw fail("INPUT_UNREADABLE", `${url.href} answered ${response.status} ${response.statusText}`.trim());
    }
    const size = sizeOf(response);
    if (size !== undefined && size > maxBytes) {
      silence.end();
      await response.body.cancel();
      throw fail("INPUT_UNREADABLE", `${url.href} has ${size} bytes; at most ${maxBytes} are read`);
    }
    return { bytes: limited(response.body, url, maxBytes, silence), size };
  }
}

/** The length as announced; undefined where the answer is packed for transport, and it means something else. */
function sizeOf(response: Response): number | undefined {
  const length = Number(response.headers.get("content-length") ?? Number.NaN);
  return Number.isSafeInteger(length) && !response.headers.has("content-encoding") ? length : undefined;
}

async function* limited(
  body: AsyncIterable<Uint8Array>,
  url: URL,
  maxBytes: number,
  silence: Silence,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  try {
    for await (const chunk of body) {
      read += chunk.length;
      if (read > maxBytes) throw fail("INPUT_UNREADABLE", `${url.href} has more than ${maxBytes} bytes`);
      silence.pause();
      yield chunk;
      silence.listen();
    }
  } catch (cause) {
    if (!silence.signal.aborted) throw cause;
    throw fail("INPUT_UNREADABLE", `${url.href} stopped sending`, { cause });
  } finally {
    silence.end();
  }
}

/** Aborts when nothing has been heard for a while. */
class Silence {
  readonly #controller = new AbortController();
  readonly #ms: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.#ms = ms;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  listen(): void {
    this.pause();
    this.#timer = setTimeout(() => this.#controller.abort(), this.#ms);
    this.#timer.unref();
  }

  pause(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    this.pause();
  }
}

/** The addresses that belong to no public host (IANA special-purpose registries). */
const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  PRIVATE.addSubnet(net, prefix, "ipv4");
  PRIVATE.addSubnet(`::ffff:${net}`, 96 + prefix, "ipv6");
  PRIVATE.addSubnet(`64:ff9b::${net}`, 96 + prefix, "ipv6");
}
for (const [net, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  PRIVATE.addSubnet(net, prefix, "ipv6");
}

/** True for an address that is loopback, private, link-local or otherwise of no public host. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  return family === 0 || PRIVATE.check(address, family === 4 ? "ipv4" : "ipv6");
}

async function checkAddress(url: URL, options: FetchOptions): Promise<void> {
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw fail("INPUT_UNREADABLE", `${url.href} is no http or https URL`);
  }
  if (options.allowPrivate === true) return;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  let addresses: readonly string[];
  try {
    addresses = isIP(host) > 0 ? [host] : await (options.lookup ?? lookupAll)(host);
  } catch (cause) {
    throw fail("INPUT_UNREADABLE", `the host ${host} is not known`, { cause });
  }
  const refused = addresses.find(isPrivateAddress);
  if (refused !== undefined) {
    const how = "download the file yourself, or allow private addresses";
    throw fail("INPUT_UNREADABLE", `${url.href} leads to ${refused}, which is not a public address; ${how}`);
  }
}

async function lookupAll(host: string): Promise<string[]> {
  return (await systemLookup(host, { all: true })).map(({ address }) => address);
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  return cause?.message ?? message ?? String(error);
}
