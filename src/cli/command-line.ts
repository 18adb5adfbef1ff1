import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { fail } from "../errors.ts";
import { GRAPH_CHOICES, type GraphChoice } from "../models/graph-types.ts";
import { readSettings } from "../settings.ts";
import { VERSION } from "../version.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, explainError, type Output, terminalOutput } from "./output.ts";

/** The process as a command sees it. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What DATA_DIR is relative to. */
  readonly workingDirectory: string;
  /** What paths on the command line are relative to: npm changes the working directory, and says from where. */
  readonly callerDirectory: string;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Calls back at every SIGINT and SIGTERM, until unsubscribed. */
  readonly onInterrupt: (callback: () => void) => () => void;
}

type Run<Options> = (context: CommandContext, given: readonly string[], options: Options) => Promise<number>;

/**
 * Runs one command line and gives its exit status: 0 done; 1 failed; 2 wrong usage or settings; 3 done, but some
 * records were rejected; 130 interrupted. Commands are imported when they run, so that each starts quickly.
 */
export async function runCommandLine(args: readonly string[], around: Surroundings): Promise<number> {
  let status: number = EXIT.done;
  const program = new Command("kotodama")
    .description("Finds anime by meaning and by name.")
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => around.stdout.write(text),
      writeErr: (text) => around.stderr.write(text),
    })
    .addHelpText("after", HELP_FOOTER);

  const add = <Options>(command: Command, run: Run<Options>) => {
    command.option("--json", "JSON instead of text for people").action(async (...actionArgs: unknown[]) => {
      const invoked = actionArgs.at(-1) as Command;
      status = await runOne(around, run, invoked.args, invoked.opts() as Options & { json?: boolean });
    });
    program.addCommand(command.exitOverride().copyInheritedSettings(program));
  };

  add<{ bundled?: boolean }>(
    new Command("serve")
      .description("serve the HTTP API")
      .addOption(new Option("--bundled", "fill an empty record with the bundled catalogue first")),
    async (...all) => (await import("./serve.ts")).serve(...all),
  );
  add<{ prune?: boolean; source?: string }>(
    new Command("ingest")
      .description("read catalogue files (a path, a URL, or - for standard input) into the catalogue")
      .argument(
        "<file...>",
        "AnimeEntry JSON or JSON Lines, anime-offline-database, MyAnimeList CSV; also .gz and .zst",
      )
      .option("--prune", "remove what only this source held and no longer holds")
      .option("--source <name>", "name under which the file's entries are kept; its path or URL unless said"),
    async (...all) => (await import("./ingest.ts")).ingestCommand(...all),
  );
  add<SearchOptions>(
    new Command("search")
      .description("search the catalogue")
      .argument("[query...]", "what to look for, in words")
      .option("-n, --limit <number>", "results", wholeNumber, 10)
      .addOption(
        new Option("--mode <mode>", "which kinds of space are searched").choices([
          "auto",
          "dense",
          "sparse",
          "hybrid",
        ]),
      )
      .option("--filter <json>", 'a filter, such as {"type":"TV","year":{"gte":2020}}')
      .option("--sort <fields>", "fields to sort by, such as score.median:desc,year:asc")
      .option("--fields <names>", "fields to show, separated by commas, or full")
      .option("--image <file>", "a picture to search by; beside words, by both")
      .option("--image-weight <share>", "how much the picture counts beside words, 0 to 1", Number, 0.5)
      .addOption(
        new Option("--space <space>", "which pictures are compared")
          .choices(["image", "character"])
          .default("image"),
      )
      .option("--episodes", "search episodes instead")
      .option("--include-nsfw", "adult entries too"),
    async (...all) => (await import("./search.ts")).searchCommand(...all),
  );
  add<SimilarOptions>(
    new Command("similar")
      .description("show anime like one")
      .argument("<anime>", "id or slug")
      .option("-n, --limit <number>", "results", wholeNumber, 10)
      .option("--spaces <names>", "compare in these spaces only, separated by commas")
      .option("--visual", "by what their pictures look like")
      .option("--exclude-franchise", "nothing of the same franchise")
      .option("--include-nsfw", "adult entries too"),
    async (...all) => (await import("./search.ts")).similarCommand(...all),
  );
  add<{ includeNsfw?: boolean }>(
    new Command("show")
      .description("show one entry, whole")
      .argument("<anime>", "id or slug")
      .option("--include-nsfw", "adult entries too"),
    async (...all) => (await import("./show.ts")).showCommand(...all),
  );
  add(new Command("stats").description("count what is there"), async (context) =>
    (await import("./stats.ts")).statsCommand(context),
  );
  add<EvalOptions>(
    new Command("eval")
      .description("measure the search on judged queries")
      .addOption(
        new Option("--half <half>", "which half of the gold set")
          .choices(["tuning", "test", "both"])
          .default("test"),
      )
      .option("--kind <kinds>", "only these kinds, separated by commas")
      .option("--gold <folder>", "folder of gold files; the bundled ones unless said")
      .option("--config <json>", "mode, spaces, fusion and boost to search with, as in a request")
      .option("--against <json>", "a second configuration to compare with")
      .option("--against-report <file>", "an earlier run's JSON report to compare with")
      .option("--legs", "measure each leg by itself and other ways to fuse, too")
      .option("--failures", "list the queries that went wrong")
      .option("--floor <file>", "fail where something is below this recorded floor")
      .option("--record-floor <file>", "write what was reached as the new floor")
      .addOption(
        new Option(
          "--catalogue <kind>",
          "full: every judged anime must be there; partial: only queries about what is; told by itself unless said",
        ).choices(["full", "partial"]),
      )
      .option("--report <file>", "write everything to a .json, .txt or .html file, too"),
    async (...all) => (await import("./eval.ts")).evalCommand(...all),
  );
  add<{ rollback?: boolean }>(
    new Command("reindex")
      .description("build the index anew from the record, and switch to it")
      .option("--rollback", "make the previous generation live again instead"),
    async (...all) => (await import("./reindex.ts")).reindexCommand(...all),
  );
  add<PicturesOptions>(
    new Command("pictures")
      .description("say what became of the anime's pictures, or fetch those that are on other servers")
      .addArgument(new Argument("<action>", "what to do").choices(["status", "fetch", "retry"]))
      .option("-n, --limit <number>", "pictures at most", wholeNumber)
      .option("--refresh", "ask whether fetched pictures have changed, too"),
    async (...all) => (await import("./pictures.ts")).picturesCommand(...all),
  );
  add<ModelsOptions>(
    new Command("models")
      .description("list, fetch and check the models that can embed texts and pictures")
      .addArgument(new Argument("<action>", "what to do").choices(["list", "pull", "check"]))
      .argument("[model]", "a name such as BAAI/bge-m3, or a folder; the configured one unless said")
      .addOption(
        new Option("--dtype <type>", "kind of weights; TEXT_ or IMAGE_EMBEDDING_DTYPE unless said").choices(
          GRAPH_CHOICES,
        ),
      ),
    async (...all) => (await import("./models.ts")).modelsCommand(...all),
  );
  add<{ force?: boolean }>(
    new Command("reembed")
      .description("build the index anew by the text embedder that is configured now, and switch to it")
      .option("--force", "even where the index is by that embedder already"),
    async (...all) => (await import("./reembed.ts")).reembedCommand(...all),
  );
  add<AdaptOptions>(
    new Command("adapt")
      .description("learn from pairs of queries and anime how to read queries, and keep it where it helps")
      .option("--pairs <file>", 'JSON Lines of {"query", "right", "wrong"}; anime by id, slug or source URL')
      .option(
        "--rank <number>",
        "columns of the correction: the more, the more it can learn",
        wholeNumber,
        16,
      )
      .option("--epochs <number>", "times that every pair is learned from", wholeNumber, 40)
      .option("--remove", "take away what was kept for the configured embedder"),
    async (...all) => (await import("./adapt.ts")).adaptCommand(...all),
  );
  add<{ deep?: boolean }>(
    new Command("doctor")
      .description("check settings, data folder, record, index and versions, and say what to do")
      .option("--deep", "read every file of the index, too"),
    async (...all) => (await import("./doctor.ts")).doctorCommand(...all),
  );

  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version were asked for and shown; everything else of commander's is wrong usage.
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  return status;
}

export interface SearchOptions {
  readonly limit: number;
  readonly mode?: "auto" | "dense" | "sparse" | "hybrid";
  readonly filter?: string;
  readonly sort?: string;
  readonly fields?: string;
  readonly image?: string;
  readonly imageWeight: number;
  readonly space: "image" | "character";
  readonly episodes?: boolean;
  readonly includeNsfw?: boolean;
}

export interface EvalOptions {
  readonly half: "tuning" | "test" | "both";
  readonly kind?: string;
  readonly gold?: string;
  readonly config?: string;
  readonly against?: string;
  readonly againstReport?: string;
  readonly legs?: boolean;
  readonly failures?: boolean;
  readonly floor?: string;
  readonly recordFloor?: string;
  readonly catalogue?: "full" | "partial";
  readonly report?: string;
}

export interface PicturesOptions {
  readonly limit?: number;
  readonly refresh?: boolean;
}

export interface ModelsOptions {
  readonly dtype?: GraphChoice;
}

export interface AdaptOptions {
  readonly pairs?: string;
  readonly rank: number;
  readonly epochs: number;
  readonly remove?: boolean;
}

export interface SimilarOptions {
  readonly limit: number;
  readonly spaces?: string;
  readonly visual?: boolean;
  readonly excludeFranchise?: boolean;
  readonly includeNsfw?: boolean;
}

const HELP_FOOTER = `
Settings come from the environment and a .env file; the README lists them.
Exit status: 0 done; 1 failed; 2 wrong usage or settings; 3 done, but some records were rejected; 130 interrupted.`;

async function runOne<Options>(
  around: Surroundings,
  run: Run<Options>,
  args: readonly string[],
  options: Options & { json?: boolean },
): Promise<number> {
  const { stdout, stderr, stdin, environment, workingDirectory } = around;
  const output: Output = terminalOutput({ stdout, stderr }, options.json ?? false);
  const interrupted = new AbortController();
  const unsubscribe = around.onInterrupt(() => interrupted.abort());
  try {
    return await run(
      {
        settings: () => readSettings(environment, workingDirectory),
        workingDirectory: around.callerDirectory,
        output,
        streams: { stdout, stderr, stdin },
        signal: interrupted.signal,
      },
      args,
      options,
    );
  } catch (error) {
    if (interrupted.signal.aborted) {
      output.note("interrupted; what was done so far is kept, and running it again continues");
      return EXIT.interrupted;
    }
    const { text, status } = explainError(error, environment.DEBUG === "true");
    output.note(text);
    return status;
  } finally {
    unsubscribe();
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("expected a whole number");
  return Number(text);
}

/** A JSON option's value. Throws USAGE naming the option. */
export function jsonOption(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fail("USAGE", `${name}: got ${text.slice(0, 100)}, expected JSON`);
  }
}
