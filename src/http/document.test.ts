import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { ERRORS } from "../errors.ts";
import { AS_ADMIN, ENTRIES, type Method, openTestService, type TestService } from "./testing.ts";

// biome-ignore lint/suspicious/noExplicitAny: the document is JSON of many shapes
type Json = any;

let service: TestService;
let document: Json;
before(async () => {
  service = await openTestService();
  document = (await service.ask("GET", "/openapi.json")).json;
});
after(() => service.close());

/** A schema of the document with what it refers to put in its place. */
function whole(schema: Json): TSchema {
  if (Array.isArray(schema)) return schema.map(whole) as unknown as TSchema;
  if (typeof schema !== "object" || schema === null) return schema;
  const name = /^#\/components\/schemas\/(.+)$/.exec(schema.$ref)?.[1];
  if (name !== undefined) return whole(document.components.schemas[name]);
  return Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, whole(part)])) as TSchema;
}

interface Operation {
  readonly method: Method;
  readonly path: string;
  readonly described: Json;
}

function operations(): Operation[] {
  return Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, described]) => ({
      method: method.toUpperCase() as Method,
      path,
      described,
    })),
  );
}

/** The queries that the document shows: its required parameters and its first example, then each other one beside them. */
function queries(parameters: Json[]): string[] {
  const inQuery = parameters.filter((parameter) => parameter.in === "query");
  const pair = ({ name, example }: Json) => `${name}=${encodeURIComponent(example)}`;
  const [first, ...others] = inQuery.filter(({ required, example }) => !required && example !== undefined);
  const least = [...inQuery.filter(({ required }) => required), ...(first ? [first] : [])].map(pair);
  return [least, ...others.map((other) => [...least, pair(other)])].map((pairs) => pairs.join("&"));
}

/** The bodies that the document shows: whole ones, and the first whole one with each shown property in its place. */
function bodies(content: Json): { type: string; body: unknown }[] {
  return Object.entries<Json>(content ?? {}).flatMap(([type, media]) => {
    const examples = Object.values<Json>(media.examples ?? {}).map(({ value }) => value);
    if (media.example !== undefined) examples.push(media.example);
    const properties = Object.entries<Json>(media.schema.properties ?? {}).flatMap(([name, property]) =>
      (property.examples ?? []).map((example: unknown) => ({ ...examples[0], [name]: example })),
    );
    return [...examples, ...properties].map((body) => ({ type, body }));
  });
}

async function checkAnswer({ described, method, path }: Operation, answer: Json): Promise<void> {
  const where = `${method} ${path}: ${answer.text.slice(0, 300)}`;
  const documented = described.responses[answer.status];
  assert.ok(answer.status < 300 && documented, where);
  if (answer.status === 204) return;
  const type = String(answer.headers["content-type"]).split(";")[0]!;
  const schema = documented.content[type]?.schema;
  assert.ok(schema, `${where}: ${type} is documented`);
  if (answer.json === undefined) return;
  const wrong = [...Compile(whole(schema)).Errors(answer.json)];
  assert.deepEqual(wrong, [], where);
}

describe("the API document", () => {
  test("is OpenAPI 3.1 and valid", async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    assert.equal(valid, true, JSON.stringify(errors));
    assert.match(document.openapi, /^3\.1\./);
  });

  test("describes every operation: a summary, its answers, its security", () => {
    assert.ok(operations().length >= 17);
    for (const { path, method, described } of operations()) {
      assert.ok(described.summary, `${method} ${path}`);
      assert.equal(described.security !== undefined, path.includes("/admin/"), path);
      for (const [status, { description }] of Object.entries<Json>(described.responses)) {
        assert.notEqual(description, "Default Response", `${method} ${path} ${status}`);
      }
    }
  });

  test("what has a default is not required of callers", () => {
    const { schema } = document.paths["/api/v1/search"].post.requestBody.content["application/json"];
    assert.equal(schema.required, undefined);
    assert.deepEqual(schema.properties.spaces.items.required, ["name", "weight"]);
    const { parameters } = document.paths["/api/v1/search"].get;
    assert.ok(parameters.every((parameter: Json) => parameter.required === false));
  });

  test("every example is sent, answered, and the answer fits its schema", async () => {
    // What deletes the example goes last.
    const ordered = operations().sort(
      (a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"),
    );
    let sent = 0;
    for (const operation of ordered) {
      const { method, path, described } = operation;
      const parameters: Json[] = described.parameters ?? [];
      const filled = path.replace(/\{(\w+)\}/g, (_, name) => parameters.find((p) => p.name === name).example);
      const content = described.requestBody?.content;
      const payloads: { type?: string; body?: unknown }[] = content ? bodies(content) : [{}];
      const file = "application/octet-stream";
      if (content?.[file]) payloads.push({ type: file, body: ENTRIES[0] });
      assert.ok(payloads.length > 0, `${method} ${path} has an example`);
      for (const query of queries(parameters)) {
        for (const { type, body } of payloads) {
          const headers = { ...AS_ADMIN, ...(type === undefined ? {} : { "content-type": type }) };
          const url = `${filled.replace("/api/v1", "")}${query === "" ? "" : `?${query}`}`;
          await checkAnswer(operation, await service.ask(method, url, body, headers));
          await service.idle();
          sent++;
        }
      }
    }
    assert.ok(sent > 30, `${sent} examples were sent`);
  });
});

describe("the codes of errors", () => {
  const codes = Object.keys(ERRORS).sort();
  const lines = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8").matchAll(
    /^\| `(\w+)` \| (\d+) \|/gm,
  );
  const documented = new Map([...lines].map(([, code, status]) => [code!, Number(status)]));

  test("are the same in the code, in the API document and in docs/errors.md", () => {
    assert.deepEqual([...documented.keys()].sort(), codes);
    assert.deepEqual([...document.components.schemas.Problem.properties.code.enum].sort(), codes);
  });

  test("have the same status in the code and in docs/errors.md", () => {
    for (const [code, { status }] of Object.entries(ERRORS)) assert.equal(documented.get(code), status, code);
  });
});
