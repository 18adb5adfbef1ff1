/** How long to wait before a request is tried again. */

const FIRST_MS = 500;
const MOST_MS = 30_000;
/** A server may ask for more patience than this; nobody has it. */
const MOST_ASKED_MS = 120_000;

/**
 * Milliseconds before the next try after so many failures (from 1): doubling from half a second to half a minute, of
 * which a random half is waited for, so that callers who failed together do not come back together. `retryAfter` is
 * the header of that name (RFC 9110, section 10.2.3: seconds, or a date) and sets the least; `now` is in ms since 1970.
 */
export function backoff(
  failures: number,
  retryAfter: string | null,
  random: () => number,
  now: number,
): number {
  const full = Math.min(MOST_MS, FIRST_MS * 2 ** (failures - 1));
  const waited = full / 2 + (random() * full) / 2;
  return Math.max(waited, Math.min(MOST_ASKED_MS, askedFor(retryAfter, now)));
}

function askedFor(header: string | null, now: number): number {
  if (header === null) return 0;
  if (/^\s*\d{1,9}(\.\d+)?\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
