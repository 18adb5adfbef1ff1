import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Type, { type Static } from "typebox";
import { fail, isFailure } from "../errors.ts";
import { checked, oneOf } from "../validation.ts";

export const KINDS = [
  "plot",
  "plot_lesser",
  "genre_theme",
  "demographic_archetype",
  "studio",
  "era_season",
  "franchise",
  "title",
  "like",
  "exclusion",
  "quality",
  "empty",
] as const;
export type Kind = (typeof KINDS)[number];

const Url = Type.String({ pattern: "^https://", maxLength: 300 });
const FilterShape = Type.Unsafe<Record<string, unknown>>({ type: "object" });

/** One line of a gold file: a query, and what is right for it. */
export const GoldQuery = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9-]{1,60}$" }),
    kind: oneOf(...KINDS),
    query: Type.String({ minLength: 1, maxLength: 2000 }),
    /** A finer sort within the kind: `misspelt`, `japanese`, … */
    sort: Type.Optional(Type.String({ maxLength: 40 })),
    /** What is right, each with a grade of 1 (fits) to 3 (the very one). */
    relevant: Type.Optional(
      Type.Array(
        Type.Object(
          { anime: Url, grade: Type.Integer({ minimum: 0, maximum: 3 }) },
          { additionalProperties: false },
        ),
        { maxItems: 300 },
      ),
    ),
    /** Everything that this filter keeps is right, with grade 1 unless listed. */
    relevant_where: Type.Optional(FilterShape),
    /** What must not stand among the first ten. */
    must_not: Type.Optional(Type.Array(Url, { maxItems: 100 })),
    must_not_where: Type.Optional(FilterShape),
    /** Nothing in the catalogue fits: the right answer says so. */
    nothing_fits: Type.Optional(Type.Boolean()),
    /** Sources of the anime that the bundled catalogue must hold for the query to make sense there. */
    bundled: Type.Optional(Type.Array(Url, { maxItems: 20 })),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type GoldQuery = Static<typeof GoldQuery>;

/** A query with where it stands, `plot.jsonl:12`, for whoever must mend it. */
export type PlacedQuery = GoldQuery & { readonly place: string };

const goldQuery = checked(GoldQuery, "GOLD_INVALID");

/** Files of JSON Lines. Throws GOLD_INVALID naming file and line of the first thing wrong. */
export function readGold(files: readonly { readonly name: string; readonly text: string }[]): PlacedQuery[] {
  const queries: PlacedQuery[] = [];
  const seen = new Map<string, string>();
  for (const { name, text } of files) {
    text.split("\n").forEach((line, i) => {
      if (line.trim() === "") return;
      const place = `${name}:${i + 1}`;
      const query = readLine(line, place);
      for (const key of [`id ${query.id}`, `query ${folded(query.query)}`]) {
        const first = seen.get(key);
        if (first !== undefined)
          throw fail("GOLD_INVALID", `${place}: the ${key} stands at ${first} already`);
        seen.set(key, place);
      }
      queries.push({ ...query, place });
    });
  }
  return queries;
}

/** The gold files of a folder, in the order of their names. Throws INPUT_UNREADABLE, GOLD_INVALID. */
export function readGoldFolder(folder: string): PlacedQuery[] {
  const files = readFiles(folder);
  if (files.length === 0)
    throw fail("INPUT_UNREADABLE", `${folder} holds no gold file: no name ends in .jsonl`);
  return readGold(files);
}

function readFiles(folder: string): { name: string; text: string }[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".jsonl"))
      .sort()
      .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw fail("INPUT_UNREADABLE", `${folder} cannot be read as a folder of gold files: ${why}`, {
      cause: error,
    });
  }
}

/** The half that weights may be fitted on and the half that figures are reported for, told apart by hash. */
export function halfOf(query: Pick<GoldQuery, "id">): "tuning" | "test" {
  return createHash("sha256").update(query.id).digest()[0]! % 2 === 0 ? "tuning" : "test";
}

function readLine(line: string, place: string): GoldQuery {
  let query: GoldQuery;
  try {
    query = goldQuery.parse(JSON.parse(line));
  } catch (error) {
    const why = isFailure(error) ? error.message : "not valid JSON";
    throw fail("GOLD_INVALID", `${place}: ${why}`, isFailure(error) ? { fields: error.fields } : {});
  }
  const wrong = contradiction(query);
  if (wrong !== undefined) throw fail("GOLD_INVALID", `${place}: ${wrong}`);
  return query;
}

/** What of a query's judgements cannot all be meant. */
function contradiction({
  query,
  relevant = [],
  relevant_where,
  must_not = [],
  nothing_fits,
}: GoldQuery): string | undefined {
  if (folded(query) === "") return "query: got only white space, expected words";
  const right = new Set(relevant.filter(({ grade }) => grade > 0).map(({ anime }) => anime));
  const isJudged = right.size > 0 || relevant_where !== undefined;
  if (isJudged && nothing_fits) return "nothing_fits stands beside judgements";
  if (!isJudged && !nothing_fits) return "there is no judgement: relevant, relevant_where or nothing_fits";
  const twice = repeated(relevant.map(({ anime }) => anime)) ?? repeated(must_not);
  if (twice !== undefined) return `${twice} is judged twice`;
  const both = must_not.find((url) => right.has(url));
  return both === undefined ? undefined : `${both} is both right and in must_not`;
}

/** What two queries have in common that are the same to whoever reads them. */
function folded(query: string): string {
  return query.normalize("NFKC").replaceAll(/\s+/g, " ").trim().toLowerCase();
}

function repeated(urls: readonly string[]): string | undefined {
  return urls.find((url, i) => urls.indexOf(url) < i);
}
