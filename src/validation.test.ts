import assert from "node:assert/strict";
import { test } from "node:test";
import Type from "typebox";
import { isFailure, type KotodamaError } from "./errors.ts";
import { checked, oneOf } from "./validation.ts";

const Shape = checked(
  Type.Object(
    {
      limit: Type.Integer({ minimum: 1, maximum: 100, default: 10 }),
      mode: Type.Optional(oneOf("auto", "dense", "sparse")),
      spaces: Type.Optional(
        Type.Array(
          Type.Object(
            { name: Type.String(), weight: Type.Number({ minimum: 0 }) },
            { additionalProperties: false },
          ),
        ),
      ),
      on: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
);

function failureOf(value: unknown): KotodamaError {
  try {
    Shape.parse(value);
  } catch (error) {
    assert.ok(isFailure(error, "REQUEST_INVALID"));
    return error;
  }
  throw new Error("the value was taken as right");
}

test("defaults are filled in and right values pass", () => {
  assert.deepEqual(Shape.parse({}), { limit: 10 });
  assert.deepEqual(Shape.parse({ limit: 3, mode: "dense" }), { limit: 3, mode: "dense" });
});

test("an unknown property is named with the nearest known one", () => {
  const [field, ...others] = failureOf({ limt: 3 }).fields;
  assert.deepEqual(others, []);
  assert.equal(field?.path, "limt");
  assert.equal(field?.nearest, "limit");
});

test("paths are written as people write them", () => {
  const { fields } = failureOf({
    spaces: [
      { name: "a", weight: 1 },
      { name: "b", weight: -1 },
    ],
  });
  assert.deepEqual(
    fields.map(({ path, got }) => ({ path, got })),
    [{ path: "spaces[1].weight", got: -1 }],
  );
});

test("an enum lists its values", () => {
  const [field] = failureOf({ mode: "dens" }).fields;
  assert.equal(field?.expected, "one of auto, dense, sparse");
  assert.equal(field?.nearest, "dense");
});

test("wrong kinds of value altogether are refused, not crashed on", () => {
  for (const value of [
    null,
    undefined,
    7,
    "text",
    [],
    Number.NaN,
    { limit: Number.NaN },
    { limit: "3" },
    { limit: Number.POSITIVE_INFINITY },
  ]) {
    assert.ok(failureOf(value).fields.length > 0, JSON.stringify(value));
  }
});

test("a hostile value is quoted shortly", () => {
  const error = failureOf({ mode: "x".repeat(1_000_000), ["y".repeat(100_000)]: 1 });
  assert.ok(JSON.stringify(error.fields).length < 2000);
});

test("query strings are read as the types that the schema wants", () => {
  assert.deepEqual(Shape.parseText({ limit: "5", on: "true" }), { limit: 5, on: true });
  assert.throws(
    () => Shape.parseText({ limit: "many" }),
    (error) => isFailure(error, "REQUEST_INVALID"),
  );
});
