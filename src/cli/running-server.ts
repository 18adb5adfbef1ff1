import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { IngestEvent, Job } from "../administration/port.ts";
import { ERRORS, type ErrorCode, fail, isFailure, type KotodamaError } from "../errors.ts";
import { type Input, openInput } from "../importers/open.ts";
import { type FileSummary, type IngestSummary, NO_COUNTS, sumCounts } from "../ingest/ingest.ts";
import type { OnProgress } from "../ingest/progress.ts";
import type { IngestCounts } from "../record/runs.ts";
import type { Settings } from "../settings.ts";

/** The server that has the data folder, seen from a command of the same user on the same machine. */
export class RunningServer {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Throws UNAUTHORIZED where neither ADMIN_TOKEN nor the data folder's own token can be read. */
  static of(url: string, settings: Settings): RunningServer {
    const file = join(settings.DATA_DIR, "admin-token");
    const token = settings.ADMIN_TOKEN ?? (existsSync(file) ? readFileSync(file, "utf8").trim() : null);
    if (token !== null) return new RunningServer(url, token);
    throw fail(
      "UNAUTHORIZED",
      `a server at ${url} has the data folder; set ADMIN_TOKEN to its token, so that this goes through it`,
    );
  }

  /** Sends the bytes of each file to the server, one after the other. */
  async ingest(
    files: readonly string[],
    options: {
      readonly prune: boolean;
      readonly source?: string;
      readonly signal: AbortSignal;
      readonly onProgress: OnProgress;
    },
    stdin: NodeJS.ReadStream,
  ): Promise<IngestSummary> {
    const summaries: IngestSummary[] = [];
    for (const file of files) {
      if (options.signal.aborted) break;
      summaries.push(await this.#ingestOne(file, options, stdin));
    }
    const counts = summaries.reduce<IngestCounts>(sumCounts, NO_COUNTS);
    const last = summaries.at(-1);
    return {
      ...counts,
      files: summaries.flatMap((summary) => summary.files),
      interrupted: summaries.some((summary) => summary.interrupted),
      withheld: last?.withheld ?? 0,
      conflicts: last?.conflicts ?? 0,
      took_ms: summaries.reduce((sum, summary) => sum + summary.took_ms, 0),
    };
  }

  async #ingestOne(
    file: string,
    { prune, source: given, signal, onProgress }: Parameters<RunningServer["ingest"]>[1],
    stdin: NodeJS.ReadStream,
  ): Promise<IngestSummary> {
    let input: Input;
    try {
      input = await openInput(file, { stdin });
    } catch (error) {
      if (!isFailure(error)) throw error;
      return notRead(given ?? file, error, prune);
    }
    const query = new URLSearchParams({ source: given ?? input.name, prune: String(prune) });
    const response = await this.#request("POST", `ingest?${query}`, signal, Readable.from(input.bytes));
    return readEvents(response, onProgress);
  }

  /** Starts a background job and follows it to its end. Throws what the job failed with. */
  async follow(
    kind: "reindex" | "rollback" | "pictures",
    onJob: (job: Job) => void,
    signal: AbortSignal,
    given?: object,
  ): Promise<Job> {
    const body = given === undefined ? undefined : Readable.from(JSON.stringify(given));
    const started = (await (
      await this.#request("POST", kind, signal, body, "application/json")
    ).json()) as Job;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      signal.throwIfAborted();
      const { jobs } = (await (await this.#request("GET", "jobs", signal)).json()) as { jobs: Job[] };
      const job = jobs.find(({ id }) => id === started.id);
      if (job === undefined)
        throw fail("INTERNAL", "the server was restarted while the job ran; run the command again");
      onJob(job);
      if (job.state === "failed") throw fail("INTERNAL", job.error ?? "the job failed");
      if (job.state === "done") return job;
    }
  }

  async #request(
    method: "GET" | "POST",
    path: string,
    signal: AbortSignal,
    body?: Readable,
    type = "application/octet-stream",
  ): Promise<Response> {
    const authorization = `Bearer ${this.#token}`;
    const request: RequestInit & { duplex?: "half" } =
      body === undefined
        ? { method, signal, headers: { authorization } }
        : {
            method,
            signal,
            headers: { authorization, "content-type": type },
            body: Readable.toWeb(body),
            duplex: "half",
          };
    const response = await fetch(`${this.#url}/api/v1/admin/${path}`, request);
    if (response.ok) return response;
    const problem = (await response.json()) as { code: ErrorCode; detail: string };
    throw fail(Object.hasOwn(ERRORS, problem.code) ? problem.code : "INTERNAL", problem.detail);
  }
}

/** The summary of a file that could not be opened: it does not keep the others from being read. */
function notRead(source: string, { code, message }: KotodamaError, prune: boolean): IngestSummary {
  const file: FileSummary = {
    ...NO_COUNTS,
    source,
    format: null,
    state: "failed",
    error: { code, detail: message },
    rejects_file: null,
    prune_refused: prune ? "the file could not be read" : null,
  };
  return { ...NO_COUNTS, files: [file], interrupted: false, withheld: 0, conflicts: 0, took_ms: 0 };
}

async function readEvents(response: Response, onProgress: OnProgress): Promise<IngestSummary> {
  let rest = "";
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const event = JSON.parse(line) as IngestEvent;
      if ("progress" in event) onProgress(event.progress);
      else if ("summary" in event) return event.summary;
      else throw fail(event.problem.code as ErrorCode, event.problem.detail);
    }
  }
  throw fail(
    "INTERNAL",
    "the server ended before the ingest did; what it took in so far is kept, run it again to go on",
  );
}
