import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Type from "typebox";
import { openCatalogue } from "../compose.ts";
import { fail } from "../errors.ts";
import { readGoldFolder } from "../evaluation/gold.ts";
import { comparisonText, evaluationText, failuresText } from "../evaluation/report.ts";
import { type Configuration, compare, type Evaluation, evaluate } from "../evaluation/run.ts";
import { SearchRequest } from "../search/request.ts";
import { checked } from "../validation.ts";
import { type EvalOptions, jsonOption } from "./command-line.ts";
import type { CommandContext } from "./context.ts";
import { EXIT } from "./output.ts";

const GOLD = fileURLToPath(new URL("../../evaluation/gold/", import.meta.url));

const configuration = checked(
  Type.Object(
    {
      mode: Type.Optional(SearchRequest.properties.mode),
      spaces: SearchRequest.properties.spaces,
      fusion: SearchRequest.properties.fusion,
      boost: SearchRequest.properties.boost,
    },
    { additionalProperties: false },
  ),
  "USAGE",
);

/** `kotodama eval`: measures the search on judged queries. */
export async function evalCommand(
  { settings, output, signal }: CommandContext,
  _args: readonly string[],
  options: EvalOptions,
): Promise<number> {
  const folder = options.gold ?? GOLD;
  if (!existsSync(folder)) throw fail("INPUT_UNREADABLE", `there is no folder of gold files at ${folder}`);
  const gold = readGoldFolder(folder).filter(
    ({ kind }) => options.kind === undefined || options.kind.split(",").includes(kind),
  );
  const catalogue = await openCatalogue(settings());
  try {
    const judged = judgedCatalogue(catalogue);
    const run = (config: Configuration): Promise<Evaluation> =>
      evaluate(gold, judged, catalogue.anime, { half: options.half, configuration: config, signal });
    const a = await run(readConfiguration("--config", options.config));
    if (options.against !== undefined) {
      const b = await run(readConfiguration("--against", options.against));
      const comparison = compare(a, b);
      output.result({ a, b, comparison }, () => comparisonText(comparison));
      return EXIT.done;
    }
    if (options.report !== undefined) writeFileSync(options.report, JSON.stringify(a, null, 1));
    output.result(a, () => (options.failures ? failuresText(a) : evaluationText(a)));
    return EXIT.done;
  } finally {
    await catalogue.close();
  }
}

function readConfiguration(name: string, text: string | undefined): Configuration {
  return text === undefined ? {} : (configuration.parse(jsonOption(name, text)) as Configuration);
}

type Opened = Awaited<ReturnType<typeof openCatalogue>>;

/** The live catalogue as judgements read it. */
export function judgedCatalogue({ record, index, search }: Opened) {
  const live = index.live();
  const { entries, contributions } = record;
  return {
    store: search.store,
    collection: live.anime,
    keys: search.animeKeys,
    anime: entries.counts().anime,
    generation: live.name,
    idOf(url: string): string | undefined {
      const [entry] = contributions.entriesWith(url);
      return entry === undefined ? undefined : entries.row(entry).id;
    },
    franchiseOf(id: string): readonly string[] {
      const [franchise] = entries.franchises([id]);
      return franchise == null ? [id] : entries.franchise(franchise);
    },
  };
}
