import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
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

const goldQuery = checked(GoldQuery, "GOLD_INVALID");

/** Files of JSON Lines. Throws GOLD_INVALID naming file and line of the first thing wrong. */
export function readGold(files: readonly { readonly name: string; readonly text: string }[]): GoldQuery[] {
  const queries: GoldQuery[] = [];
  const seen = new Map<string, string>();
  for (const { name, text } of files) {
    text.split("\n").forEach((line, i) => {
      if (line.trim() === "") return;
      const place = `${name}:${i + 1}`;
      const query = readLine(line, place);
      for (const key of [`id ${query.id}`, `query ${query.query.trim().toLowerCase()}`]) {
        const first = seen.get(key);
        if (first !== undefined)
          throw fail("GOLD_INVALID", `${place}: the ${key} stands at ${first} already`);
        seen.set(key, place);
      }
      queries.push(query);
    });
  }
  return queries;
}

/** The gold files of a folder, in the order of their names. */
export function readGoldFolder(folder: string): GoldQuery[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort();
  return readGold(
    names.map((name) => ({ name: basename(name), text: readFileSync(join(folder, name), "utf8") })),
  );
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
  const judged =
    (query.relevant?.some(({ grade }) => grade > 0) ?? false) || query.relevant_where !== undefined;
  if (judged === (query.nothing_fits ?? false)) {
    const wrong = judged
      ? "nothing_fits stands beside judgements"
      : "there is no judgement: relevant, relevant_where or nothing_fits";
    throw fail("GOLD_INVALID", `${place}: ${wrong}`);
  }
  return query;
}
