import { type ErrorCode, fail } from "../errors.ts";
import { type Clause, type Condition, type Filter, isCondition } from "./filter.ts";
import type {
  CollectionSchema,
  ColumnType,
  ColumnValue,
  FacetRequest,
  Leg,
  Point,
  QueryRequest,
  Sort,
  SparseVector,
} from "./port.ts";

/** Deeper filters are refused, so that no filter can exhaust the stack. */
export const MAX_FILTER_DEPTH = 16;
/** A facet with more buckets than this is refused: its interval is too small for its column. */
export const MAX_FACET_BUCKETS = 10_000;

/** The longest id in UTF-8 bytes. */
export const MAX_ID_BYTES = 200;

const NUMERIC: ReadonlySet<ColumnType> = new Set(["integer", "float", "datetime"]);

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function columnType(schema: CollectionSchema, column: string, code: ErrorCode): ColumnType {
  const type = own(schema.columns, column);
  if (type === undefined) {
    throw fail(code, `no column is named ${JSON.stringify(column)}`, {
      fields: [{ path: column, got: column, expected: "a column of the collection" }],
    });
  }
  return type;
}

/** Throws VECTOR_INVALID unless the vector has the length and only finite numbers. */
export function checkDense(space: string, vector: Float32Array, dimension: number): void {
  if (vector.length !== dimension) {
    throw fail("VECTOR_INVALID", `${space} takes ${dimension} numbers, got ${vector.length}`, {
      fields: [{ path: space, got: vector.length, expected: `${dimension} numbers` }],
    });
  }
  for (let i = 0; i < vector.length; i++) {
    if (!Number.isFinite(vector[i]!)) {
      throw fail("VECTOR_INVALID", `${space}[${i}] is ${vector[i]}, not a finite number`);
    }
  }
}

/** Throws VECTOR_INVALID unless indices ascend without repeats and every value is finite and not negative. */
export function checkSparse(space: string, { indices, values }: SparseVector): void {
  if (indices.length !== values.length) {
    throw fail(
      "VECTOR_INVALID",
      `${space} has ${indices.length} indices and ${values.length} values; they must be as many`,
    );
  }
  for (let i = 0; i < indices.length; i++) {
    if (i > 0 && indices[i - 1]! >= indices[i]!) {
      throw fail("VECTOR_INVALID", `${space}: index ${i} does not exceed the one before it`);
    }
    if (!(values[i]! >= 0 && values[i]! < Number.POSITIVE_INFINITY)) {
      throw fail(
        "VECTOR_INVALID",
        `${space}: weight ${i} is ${values[i]}; it must be finite and not negative`,
      );
    }
  }
}

/** Throws REQUEST_INVALID for an id that cannot be stored: empty, over 200 bytes, or not well-formed text. */
export function checkId(id: unknown): asserts id is string {
  if (typeof id === "string" && id !== "" && id.isWellFormed() && Buffer.byteLength(id) <= MAX_ID_BYTES)
    return;
  throw fail("REQUEST_INVALID", `a point's id must be well-formed text of 1 to ${MAX_ID_BYTES} bytes`, {
    fields: [{ path: "id", got: id, expected: `text of 1 to ${MAX_ID_BYTES} UTF-8 bytes` }],
  });
}

/** Throws what `checkDense` and `checkSparse` throw, SPACE_UNKNOWN, FIELD_UNKNOWN, or REQUEST_INVALID for a value
 * that does not fit its column. Takes whole points and partial ones. */
export function checkPoint(schema: CollectionSchema, point: Pick<Point, "id"> & Partial<Point>): void {
  checkId(point.id);
  for (const [name, vector] of Object.entries(point.dense ?? {})) {
    const space = own(schema.dense, name);
    if (space === undefined) throw unknownSpace(name);
    checkDense(name, vector, space.dimension);
  }
  for (const [name, vector] of Object.entries(point.sparse ?? {})) {
    if (!schema.sparse.includes(name)) throw unknownSpace(name);
    checkSparse(name, vector);
  }
  for (const [name, value] of Object.entries(point.columns ?? {})) {
    const type = columnType(schema, name, "FIELD_UNKNOWN");
    if (!fitsColumn(type, value)) {
      throw fail(
        "REQUEST_INVALID",
        `point ${JSON.stringify(point.id)}: ${name} takes ${expectedValue(type)}`,
        {
          fields: [{ path: name, got: value, expected: expectedValue(type) }],
        },
      );
    }
  }
}

function fitsColumn(type: ColumnType, value: ColumnValue): boolean {
  switch (type) {
    case "keyword":
    case "text":
      return typeof value === "string" || (Array.isArray(value) && value.every((v) => typeof v === "string"));
    case "bool":
      return typeof value === "boolean";
    case "integer":
      return Number.isSafeInteger(value);
    default:
      return Number.isFinite(value);
  }
}

function expectedValue(type: ColumnType): string {
  if (type === "keyword" || type === "text") return "a string or a list of strings";
  if (type === "bool") return "true or false";
  return type === "integer" ? "a whole number" : "a finite number";
}

/** The error for a space that the schema lacks. */
export function unknownSpace(name: string) {
  return fail("SPACE_UNKNOWN", `no space is named ${JSON.stringify(name)}`, {
    fields: [{ path: name, got: name, expected: "a space of the collection" }],
  });
}

/** Throws FILTER_INVALID for an unknown column, a condition that its type cannot answer, NaN, or too deep a filter. */
export function checkFilter(schema: CollectionSchema, filter: Filter, depth = 1): void {
  if (depth > MAX_FILTER_DEPTH) {
    throw fail("FILTER_INVALID", `the filter is nested deeper than ${MAX_FILTER_DEPTH}`);
  }
  for (const clauses of [filter.must, filter.should, filter.must_not]) {
    for (const clause of clauses ?? []) checkClause(schema, clause, depth);
  }
}

function checkClause(schema: CollectionSchema, clause: Clause, depth: number): void {
  if (!isCondition(clause)) {
    checkFilter(schema, clause, depth + 1);
    return;
  }
  const type = columnType(schema, clause.key, "FILTER_INVALID");
  const expected = conditionProblem(type, clause);
  if (expected !== null) {
    throw fail("FILTER_INVALID", `${clause.key} (${type}) takes ${expected}`, {
      fields: [{ path: clause.key, got: clause, expected }],
    });
  }
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" && !Number.isNaN(value);
}

/** What the condition should have been, or null where it fits the column's type. */
function conditionProblem(type: ColumnType, condition: Condition): string | null {
  if ("exists" in condition) return typeof condition.exists === "boolean" ? null : "exists: true or false";
  if ("words" in condition) {
    return type === "text" && typeof condition.words === "string" ? null : `no words; it is of type ${type}`;
  }
  if ("range" in condition) {
    if (!NUMERIC.has(type)) return "no range; only numbers and dates do";
    const { gt, gte, lt, lte } = condition.range;
    const fits = [gt, gte, lt, lte].every((n) => n === undefined || isNumber(n));
    return fits ? null : "a range of numbers, not NaN";
  }
  const values = "any" in condition ? condition.any : condition.except;
  if (type === "text") return "words, not whole values";
  if (type === "keyword") return values.every((v) => typeof v === "string") ? null : "strings";
  if (type === "bool") return values.every((v) => typeof v === "boolean") ? null : "true and false";
  return values.every(isNumber) ? null : "numbers, not NaN";
}

/** Throws SPACE_UNKNOWN, VECTOR_INVALID, FILTER_INVALID, FIELD_UNKNOWN or REQUEST_INVALID. */
export function checkQuery(schema: CollectionSchema, request: QueryRequest): void {
  for (const leg of request.legs) checkLeg(schema, leg);
  for (const filter of [...(request.filter === undefined ? [] : [request.filter]), ...(request.fits ?? [])]) {
    checkFilter(schema, filter);
  }
  for (const column of request.columns ?? []) {
    const type = columnType(schema, column, "FIELD_UNKNOWN");
    if (type === "keyword" || type === "text") {
      throw fail("FIELD_UNKNOWN", `${column} is of type ${type}; only numbers, dates and bools are returned`);
    }
  }
}

function checkLeg(schema: CollectionSchema, leg: Leg): void {
  if (!Number.isSafeInteger(leg.limit) || leg.limit < 0) {
    throw fail("REQUEST_INVALID", `a leg's limit is ${leg.limit}; it must be a whole number from 0`);
  }
  const dense = own(schema.dense, leg.space);
  const sparse = schema.sparse.includes(leg.space);
  if (dense === undefined && !sparse) throw unknownSpace(leg.space);
  if ("dense" in leg) {
    if (dense === undefined)
      throw fail("VECTOR_INVALID", `${leg.space} is a sparse space, got a dense vector`);
    checkDense(leg.space, leg.dense, dense.dimension);
  } else if ("sparse" in leg) {
    if (!sparse) throw fail("VECTOR_INVALID", `${leg.space} is a dense space, got a sparse vector`);
    checkSparse(leg.space, leg.sparse);
  }
}

/** Throws SORT_INVALID for an unknown column and for text, which has no order. */
export function checkSort(schema: CollectionSchema, sort: readonly Sort[]): void {
  for (const { column, order } of sort) {
    if (columnType(schema, column, "SORT_INVALID") === "text") {
      throw fail("SORT_INVALID", `${column} is text, which has no order`);
    }
    if (order !== "asc" && order !== "desc") {
      throw fail("SORT_INVALID", `the order of ${column} must be asc or desc`);
    }
  }
}

/** Throws REQUEST_INVALID unless both are whole numbers from 0. */
export function checkPage(offset: number, limit: number): void {
  for (const [name, value] of [["offset", offset] as const, ["limit", limit] as const]) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw fail("REQUEST_INVALID", `${name} is ${value}; it must be a whole number from 0`);
    }
  }
}

/** Throws FACET_INVALID for an unknown column, values of a column that has none to list, or a bad interval or size. */
export function checkFacets(schema: CollectionSchema, requests: readonly FacetRequest[]): void {
  for (const request of requests) {
    const type = columnType(schema, request.column, "FACET_INVALID");
    if ("interval" in request) {
      if (!NUMERIC.has(type)) throw fail("FACET_INVALID", `${request.column} (${type}) takes no interval`);
      if (!(request.interval > 0 && request.interval < Number.POSITIVE_INFINITY)) {
        throw fail(
          "FACET_INVALID",
          `the interval of ${request.column} must be over 0, got ${request.interval}`,
        );
      }
    } else {
      if (type === "text")
        throw fail("FACET_INVALID", `${request.column} is text, which has no values to count`);
      if (type === "float" || type === "datetime") {
        throw fail("FACET_INVALID", `${request.column} (${type}) is counted by interval only`);
      }
      if (!Number.isSafeInteger(request.size) || request.size < 0) {
        throw fail("FACET_INVALID", `the size of ${request.column} must be a whole number from 0`);
      }
    }
  }
}
