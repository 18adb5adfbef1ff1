import { hash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../errors.ts";
import type { Reject } from "../record/runs.ts";

/**
 * The rejects of one run as JSON Lines, `{line, reason, raw}` each, for an operator to mend and ingest again. The file
 * is made with the first reject and takes the place of what an earlier run of the source left.
 */
export class RejectsFile {
  readonly #folder: string;
  readonly #prefix: string;
  readonly #path: string;
  #made = false;

  constructor(dataDir: string, source: string, run: number) {
    this.#folder = join(dataDir, "rejects");
    // Readable by its end, unique by its hash: sources are paths and addresses.
    const readable = source
      .replace(/[^\w.-]+/g, "-")
      .slice(-60)
      .replace(/^[-.]+/, "");
    this.#prefix = `${readable}-${hash("sha256", source, "hex").slice(0, 8)}-`;
    this.#path = join(this.#folder, `${this.#prefix}${run}.jsonl`);
  }

  /** Where the rejects are; null where there were none. */
  get path(): string | null {
    return this.#made ? this.#path : null;
  }

  /** Removes what earlier runs of the source left. */
  clear(): void {
    for (const name of listed(this.#folder)) {
      const isOurs = name.startsWith(this.#prefix) && /^\d+\.jsonl$/.test(name.slice(this.#prefix.length));
      if (isOurs) rmSync(join(this.#folder, name), { force: true });
    }
  }

  /** Throws DATA_DIR_UNUSABLE or DISK_FULL. */
  append(rejects: readonly Reject[]): void {
    if (rejects.length === 0) return;
    try {
      if (!this.#made) mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const lines = rejects.map(({ line, reason, raw }) => `${JSON.stringify({ line, reason, raw })}\n`);
      appendFileSync(this.#path, lines.join(""), { mode: 0o600 });
      this.#made = true;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw fail(
        code === "ENOSPC" || code === "EDQUOT" ? "DISK_FULL" : "DATA_DIR_UNUSABLE",
        `the rejects file ${this.#path} cannot be written (${message}); what was read so far is kept`,
        { cause: error },
      );
    }
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
