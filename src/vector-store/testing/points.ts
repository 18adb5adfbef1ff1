import type { Random } from "../../random.ts";
import type { Clause, Condition, Filter } from "../filter.ts";
import type { CollectionSchema, ColumnValue, Leg, Point, SparseVector } from "../port.ts";

/** One of everything that a collection can hold, one column named as something that every object has. */
export const SCHEMA: CollectionSchema = {
  dense: {
    meaning: { dimension: 32, distance: "cosine", priority: "high" },
    look: { dimension: 16, distance: "dot", priority: "medium" },
    place: { dimension: 8, distance: "euclid", priority: "low" },
  },
  sparse: ["text_sparse", "behavioral_sparse"],
  columns: {
    genres: "keyword",
    constructor: "keyword" as const,
    year: "integer",
    score: "float",
    nsfw: "bool",
    aired: "datetime",
    synopsis: "text",
  },
};

/** Strings that have broken stores before; each is only a value. */
export const HOSTILE_STRINGS: readonly string[] = [
  "",
  " ",
  "🎌🍥",
  "\ud800",
  "\udfff tail",
  "\0",
  "a\0b",
  "'; DROP TABLE anime; --",
  '"quoted" \\ back',
  "__proto__",
  "constructor",
  "toString",
  "*",
  "%_?",
  "(a OR b) AND NOT c",
  "ÉCLAIR",
  "éclair",
  "e\u0301clair",
  "Straße",
  "STRASSE",
  "進撃の巨人",
  "مرحبا بالعالم",
  "\u2028line\u2029",
  "null",
  "NaN",
  "-0",
  "x".repeat(300),
];

const GENRES = ["Action", "action", "ACTION", "Drama", "drama", "Comedy", "Sci-Fi", "Slice of Life"];
const WORDS = [
  "notebook",
  "Death",
  "giant",
  "Pokémon",
  "pokemon",
  "進撃の巨人",
  "ガンダム",
  "100",
  "naïve",
  "the",
];
const DAY = 86_400_000;

/** Numbers of a length up to 2, so that dot products stay within 4. */
export function randomDense(random: Random, dimension: number): Float32Array {
  const vector = Float32Array.from({ length: dimension }, () => random.normal());
  const length = random.chance(0.02) ? 0 : (0.2 + 1.8 * random()) / Math.hypot(...vector);
  return vector.map((x) => x * length);
}

export function randomSparse(random: Random): SparseVector {
  const terms = new Set<number>();
  for (let i = random.integer(0, 12); i > 0; i--) {
    terms.add(random.chance(0.1) ? 0xffffffff - random.integer(0, 2) : Math.floor(80 ** random()));
  }
  const indices = Uint32Array.from(terms).sort();
  return { indices, values: Float32Array.from(indices, () => (random.chance(0.05) ? 0 : random() * 3)) };
}

function randomKeyword(random: Random): string {
  return random.chance(0.2) ? random.pick(HOSTILE_STRINGS) : random.pick(GENRES);
}

function randomText(random: Random): string {
  return Array.from({ length: random.integer(0, 5) }, () =>
    random.chance(0.1) ? random.pick(HOSTILE_STRINGS) : random.pick(WORDS),
  ).join(random.pick([" ", ", ", "! "]));
}

function randomNumber(random: Random, column: string): number {
  if (column === "year")
    return random.chance(0.05) ? random.pick([0, -1, 2 ** 40]) : random.integer(1995, 2025);
  if (column === "aired") return random.integer(-400, 400) * DAY;
  return random.pick([0, -2.5, 6.5, 7, 7.25, 8.123456789, 1e-300, 10 * random()]);
}

function randomColumn(random: Random, column: string): ColumnValue {
  switch (SCHEMA.columns[column]) {
    case "keyword":
      return random.chance(0.3)
        ? randomKeyword(random)
        : Array.from({ length: random.integer(0, 4) }, () => randomKeyword(random));
    case "text":
      return random.chance(0.7) ? randomText(random) : [randomText(random), randomText(random)];
    case "bool":
      return random.chance(0.3);
    default:
      return randomNumber(random, column);
  }
}

/** A point of the schema with each part there or missing. */
export function randomPoint(random: Random, id: string): Point {
  const dense: [string, Float32Array][] = [];
  for (const [space, { dimension }] of Object.entries(SCHEMA.dense)) {
    if (random.chance(0.85)) dense.push([space, randomDense(random, dimension)]);
  }
  const sparse = SCHEMA.sparse
    .filter(() => random.chance(0.8))
    .map((s) => [s, randomSparse(random)] as const);
  const columns = Object.keys(SCHEMA.columns)
    .filter(() => random.chance(0.8))
    .map((column) => [column, randomColumn(random, column)] as const);
  return {
    id,
    dense: Object.fromEntries(dense),
    sparse: Object.fromEntries(sparse),
    columns: Object.fromEntries(columns),
    payload: {
      id,
      title: random.pick(HOSTILE_STRINGS).toWellFormed(),
      nested: { n: random.integer(0, 9), list: [null] },
    },
  };
}

/** Some parts of a point, to update it with. */
export function randomChange(random: Random, id: string): Pick<Point, "id"> & Partial<Point> {
  const { dense, sparse, columns } = randomPoint(random, id);
  const change: { id: string } & { -readonly [K in keyof Point]?: Point[K] } = { id };
  if (random.chance(0.4)) change.dense = dense;
  if (random.chance(0.4)) change.sparse = sparse;
  if (random.chance(0.6)) change.columns = columns;
  if (random.chance(0.5)) change.payload = { changed: random.integer(0, 1000), title: "changed" };
  return change;
}

/** A leg over any space of the schema: a vector, or the vector of one of the ids. */
export function randomLeg(random: Random, ids: readonly string[]): Leg {
  const space = random.pick([...Object.keys(SCHEMA.dense), ...SCHEMA.sparse]);
  const limit = random.pick([0, 1, 3, 10, 40, 500]);
  if (random.chance(0.3)) {
    const models = Array.from({ length: random.pick([1, 1, 1, 2, 5]) }, () => random.pick(ids));
    return { space, limit, like: random.chance(0.1) ? ["nobody"] : models };
  }
  const dense = SCHEMA.dense[space];
  return dense === undefined
    ? { space, limit, sparse: randomSparse(random) }
    : { space, limit, dense: randomDense(random, dense.dimension) };
}

function randomCondition(random: Random): Condition {
  const key = random.pick(Object.keys(SCHEMA.columns));
  const type = SCHEMA.columns[key]!;
  if (random.chance(0.15)) return { key, exists: random.chance(0.5) };
  if (type === "text") return { key, words: randomText(random) };
  if (type !== "keyword" && type !== "bool" && random.chance(0.6)) {
    const bounds = { gt: 0.2, gte: 0.4, lt: 0.3, lte: 0.4 };
    const range = Object.entries(bounds)
      .filter(([, probability]) => random.chance(probability))
      .map(([bound]) => [bound, random.chance(0.05) ? Number.POSITIVE_INFINITY : randomNumber(random, key)]);
    return { key, range: Object.fromEntries(range) };
  }
  const values = Array.from({ length: random.pick([0, 1, 1, 2, 3, 12]) }, () => {
    if (type === "keyword") return randomKeyword(random);
    return type === "bool" ? random.chance(0.5) : randomNumber(random, key);
  });
  return random.chance(0.75) ? { key, any: values } : { key, except: values };
}

/** A filter of every kind of clause, nested up to three deep. */
export function randomFilter(random: Random, depth = 1): Filter {
  const clauses = (most: number): Clause[] =>
    Array.from({ length: random.integer(0, most) }, () =>
      depth < 3 && random.chance(0.2) ? randomFilter(random, depth + 1) : randomCondition(random),
    );
  const filter: { -readonly [K in keyof Filter]: Filter[K] } = {};
  if (random.chance(0.7)) filter.must = clauses(3);
  if (random.chance(0.4)) filter.should = clauses(3);
  if (random.chance(0.3)) filter.must_not = clauses(2);
  return filter;
}
