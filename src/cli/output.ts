import { isFailure, type KotodamaError } from "../errors.ts";
import type { Progress } from "../ingest/progress.ts";

/** Exit statuses, as the README lists them. */
export const EXIT = { done: 0, failed: 1, usage: 2, rejected: 3, interrupted: 130 } as const;

/** Where a command writes: results to standard output, everything about them to standard error. */
export interface Output {
  readonly json: boolean;
  /** One result: text for people, or one line of JSON. */
  result(value: unknown, asText: () => string): void;
  note(text: string): void;
  progress(text: string): void;
  /** Ends a progress line, so that what follows stands on its own. */
  endProgress(): void;
}

export interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export function terminalOutput(streams: Streams, json: boolean): Output {
  let progressing = false;
  const end = () => {
    if (progressing) streams.stderr.write("\n");
    progressing = false;
  };
  let lastLine = 0;
  return {
    json,
    result(value, asText) {
      end();
      streams.stdout.write(json ? `${JSON.stringify(value)}\n` : `${asText()}\n`);
    },
    note(text) {
      end();
      streams.stderr.write(`${text}\n`);
    },
    progress(text) {
      if (streams.stderr.isTTY) {
        streams.stderr.write(`\r\u001b[K${text.slice(0, (streams.stderr.columns ?? 80) - 1)}`);
        progressing = true;
        return;
      }
      // In a log file one line every few seconds says enough.
      const now = performance.now();
      if (now - lastLine < 5000) return;
      lastLine = now;
      streams.stderr.write(`${text}\n`);
    },
    endProgress: end,
  };
}

/** What a person reads of an error, and the exit status that goes with it. */
export function explainError(error: unknown, debug: boolean): { text: string; status: number } {
  if (!isFailure(error)) {
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
    return { text: `kotodama: INTERNAL: ${debug ? (stack ?? message) : message}`, status: EXIT.failed };
  }
  return { text: `kotodama: ${error.code}: ${error.message}`, status: statusOf(error) };
}

/** Wrong requests and settings are wrong usage; data that cannot be read is a failure. */
function statusOf(error: KotodamaError): number {
  if (error.code === "SETTINGS_INVALID" || error.code === "USAGE") return EXIT.usage;
  const aboutData = [
    "INPUT_UNREADABLE",
    "FORMAT_UNKNOWN",
    "ENTRY_INVALID",
    "VECTOR_INVALID",
    "PICTURE_INVALID",
  ].includes(error.code);
  return error.status === 422 && !aboutData ? EXIT.usage : EXIT.failed;
}

/** Whole numbers with thin groups: `25 804`. */
export function count(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, " ");
}

/** `1.2 GB`, decimal, as disks are labelled. */
export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let scaled = value;
  let unit = 0;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit++;
  }
  return `${unit === 0 ? scaled : scaled.toFixed(1)} ${units[unit]}`;
}

/** `1 min 12 s`, `3.4 s` or `210 ms`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `index      [████████░░░░░░░░░░░░] 40 %  10 321 anime  2 100/s  6 s left` */
export function progressLine({ phase, done, total, records, unit, rate, eta_s }: Progress): string {
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  const filled = share === null ? 0 : Math.round(share * BAR);
  const bar = share === null ? "" : `[${"█".repeat(filled).padEnd(BAR, "░")}] ${Math.round(share * 100)} %  `;
  const what = unit === "bytes" ? `${bytes(done)}, ${count(records)} records` : `${count(records)} ${unit}`;
  const left = eta_s === null || eta_s < 1 ? "" : `  ${duration(eta_s * 1000)} left`;
  const speed = rate < 1 ? "" : `  ${count(Math.round(rate))}/s`;
  return `${phase.padEnd(9)} ${bar}${what}${speed}${left}`;
}

const BAR = 20;

/** Text from the catalogue made safe for a terminal: no escape sequences, no control characters. */
export function plain(text: string): string {
  // Control characters but tab and line feed, and the marks that turn the direction of what follows.
  return text.replaceAll(/[\p{Cc}--[\t\n]]|[\u{202a}-\u{202e}\u{2066}-\u{2069}]/gv, "").toWellFormed();
}
