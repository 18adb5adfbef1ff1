import assert from "node:assert/strict";
import { test } from "node:test";
import { KotodamaError } from "./errors.ts";
import { readSettings } from "./settings.ts";

const read = (environment: Record<string, string>) => readSettings(environment, "/srv");

function problemsOf(environment: Record<string, string>): KotodamaError {
  try {
    read(environment);
  } catch (error) {
    assert.ok(error instanceof KotodamaError);
    assert.equal(error.code, "SETTINGS_INVALID");
    return error;
  }
  throw new Error("the settings were taken as right");
}

test("an empty environment gives the documented defaults", () => {
  const settings = read({});
  assert.equal(settings.VECTOR_SERVICE_HOST, "0.0.0.0");
  assert.equal(settings.VECTOR_SERVICE_PORT, 8002);
  assert.equal(settings.DATA_DIR, "/srv/data");
  assert.equal(settings.VECTOR_STORE, "embedded");
  assert.equal(settings.ADMIN_TOKEN, null);
  assert.equal(settings.CORS_ORIGINS, "*");
  assert.equal(settings.MAX_BATCH_SIZE, 1000);
  assert.equal(settings.MAX_CONCURRENT_SEARCHES, 100);
  assert.equal(settings.MAX_RESULTS, 100);
  assert.ok(Object.isFrozen(settings));
});

test("values are read by the type of their setting; empty ones count as absent", () => {
  const settings = read({
    VECTOR_SERVICE_PORT: " 9000 ",
    DEBUG: "yes",
    MODEL_WARM_UP: "0",
    DATA_DIR: "/var/lib/kotodama",
    LOG_LEVEL: "",
    CORS_ORIGINS: "https://a.example, https://b.example:8443",
    SPACE_TITLE_VECTOR_PRIORITY: "medium",
    SPACE_TITLE_VECTOR_M: "32",
    SPACE_TITLE_VECTOR_RESCORING: "off",
  });
  assert.equal(settings.VECTOR_SERVICE_PORT, 9000);
  assert.equal(settings.DEBUG, true);
  assert.equal(settings.MODEL_WARM_UP, false);
  assert.equal(settings.DATA_DIR, "/var/lib/kotodama");
  assert.equal(settings.LOG_LEVEL, "info");
  assert.deepEqual(settings.CORS_ORIGINS, ["https://a.example", "https://b.example:8443"]);
  assert.deepEqual(settings.spaces, { title_vector: { m: 32, priority: "medium", rescoring: false } });
});

test("every wrong setting is named at once, with its value and what it may be", () => {
  const error = problemsOf({
    VECTOR_SERVICE_PORT: "eighty",
    MAX_RESULTS: "0",
    LOG_LEVEL: "warning",
    DEBUG: "perhaps",
    CORS_ORIGINS: "example.org",
    QDRANT_URL: "http://localhost:6333",
    SPACE_TITEL_VECTOR_PRIORITY: "high",
    SPACE_TITLE_VECTOR_DISTANCE: "manhattan",
  });
  const paths = error.fields.map((field) => field.path).sort();
  assert.deepEqual(paths, [
    "CORS_ORIGINS",
    "DEBUG",
    "LOG_LEVEL",
    "MAX_RESULTS",
    "QDRANT_URL",
    "SPACE_TITEL_VECTOR_PRIORITY",
    "SPACE_TITLE_VECTOR_DISTANCE",
    "VECTOR_SERVICE_PORT",
  ]);
  const byPath = new Map(error.fields.map((field) => [field.path, field]));
  assert.equal(byPath.get("VECTOR_SERVICE_PORT")?.expected, "a whole number from 0 to 65535");
  assert.equal(byPath.get("LOG_LEVEL")?.nearest, "warn");
  assert.equal(byPath.get("SPACE_TITEL_VECTOR_PRIORITY")?.nearest, "SPACE_TITLE_VECTOR_PRIORITY");
  assert.equal(byPath.get("SPACE_TITLE_VECTOR_DISTANCE")?.expected, "one of cosine, dot, euclid");
  for (const path of paths) assert.ok(error.message.includes(path));
});

test("a secret is never quoted", () => {
  const error = problemsOf({ QDRANT_API_KEY: "hunter2-hunter2" });
  assert.ok(!JSON.stringify(error.fields).includes("hunter2"));
  assert.ok(!error.message.includes("hunter2"));
});

test("an image model and its provider go together", () => {
  const model = "openai/clip-vit-large-patch14";
  for (const environment of [{ IMAGE_EMBEDDING_MODEL: model }, { IMAGE_EMBEDDING_PROVIDER: "onnx" }]) {
    assert.deepEqual(
      problemsOf(environment).fields.map(({ path }) => path),
      ["IMAGE_EMBEDDING_MODEL"],
    );
  }
  const settings = read({ IMAGE_EMBEDDING_PROVIDER: "onnx", IMAGE_EMBEDDING_MODEL: model });
  assert.equal(settings.IMAGE_EMBEDDING_MODEL, model);
});
