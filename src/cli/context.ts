import type { Settings } from "../settings.ts";
import type { Output, Streams } from "./output.ts";

/** What every command gets. */
export interface CommandContext {
  /** Read when first asked for, so that `--help` works whatever the settings are. Throws SETTINGS_INVALID. */
  settings(): Settings;
  /** What relative paths of files are relative to. */
  readonly workingDirectory: string;
  readonly output: Output;
  readonly streams: Streams & { readonly stdin: NodeJS.ReadStream };
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}
