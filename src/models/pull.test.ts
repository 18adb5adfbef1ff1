import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { isFailure } from "../errors.ts";
import type { HubAccess } from "./hub-request.ts";
import { checkFiles } from "./manifest.ts";
import { cachedModels, graphOf, locateModel, type ModelFolder } from "./model-folder.ts";
import { type PullProgress, pullModel } from "./pull.ts";
import { COMMIT, type HubServerOptions, startHubServer, type Trouble } from "./testing/hub-server.ts";
import { writeTinyTextModel } from "./testing/tiny-text-model.ts";

type Files = Record<string, Uint8Array>;

const NAME = "someone/tiny-encoder";
let root: string;
/** A model as a repository has it: two types of graph, and weights beside the first. */
let files: Files;
before(() => {
  root = mkdtempSync(join(tmpdir(), "kotodama-pull-"));
  const folder = join(root, "origin");
  writeTinyTextModel(folder, { external: true });
  writeTinyTextModel(folder, { suffix: "_quantized" });
  files = { "README.md": Buffer.from("# Tiny"), ".gitattributes": Buffer.from("*.onnx lfs") };
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (statSync(join(folder, entry)).isFile()) files[entry] = readFileSync(join(folder, entry));
  }
});
after(() => rmSync(root, { recursive: true }));

interface Attempt {
  readonly cacheDir: string;
  readonly waits: number[];
  readonly progress: PullProgress[];
  readonly requests: readonly { readonly path: string; readonly range: string | undefined }[];
  pull(overrides?: Partial<Parameters<typeof pullModel>[0]>): Promise<ModelFolder>;
}

let caches = 0;
async function withHub(
  { signal, ...options }: Partial<HubServerOptions> & { readonly signal?: AbortSignal },
  run: (attempt: Attempt) => Promise<void>,
): Promise<void> {
  const server = await startHubServer({ repositories: { [NAME]: files }, ...options });
  const waits: number[] = [];
  const progress: PullProgress[] = [];
  const cacheDir = join(root, `cache-${caches++}`);
  const access: HubAccess = {
    hub: server.url,
    fetch,
    silenceMs: 150,
    attempts: 3,
    wait: async (ms) => {
      waits.push(ms);
    },
    signal,
  };
  try {
    await run({
      cacheDir,
      waits,
      progress,
      requests: server.requests,
      pull: (overrides) =>
        pullModel({
          access,
          cacheDir,
          name: NAME,
          dtype: "fp32",
          onProgress: (one) => progress.push(one),
          now: () => new Date("2026-11-23T10:00:00Z"),
          ...overrides,
        }),
    });
  } finally {
    await server.close();
  }
}

async function assertWhole(model: ModelFolder): Promise<void> {
  assert.ok(model.manifest);
  const checks = await checkFiles(model.folder, model.manifest);
  assert.deepEqual(
    checks.filter(({ state }) => state !== "ok"),
    [],
  );
  for (const { path } of model.manifest.files)
    assert.deepEqual(readFileSync(join(model.folder, path)), files[path]);
  const parts = readdirSync(model.folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".part"),
  );
  assert.deepEqual(parts, []);
}

const fails = (
  promise: Promise<unknown>,
  says: RegExp,
  code: "MODEL_DOWNLOAD_FAILED" | "MODEL_NOT_FOUND" = "MODEL_DOWNLOAD_FAILED",
) =>
  assert.rejects(promise, (error) => {
    assert.ok(isFailure(error, code), String(error));
    assert.match(error.message, says);
    return true;
  });

const WEIGHTS = "onnx/model.onnx_data";

describe("pulling a model", () => {
  test("fetches what is needed and no more, and makes it one that can be found", async () => {
    await withHub({}, async ({ pull, cacheDir, progress, requests }) => {
      await assert.rejects(locateModel(NAME, cacheDir), (error) => isFailure(error, "MODEL_NOT_FOUND"));
      const model = await pull();
      assert.equal(model.folder, join(cacheDir, NAME, COMMIT));
      await assertWhole(model);
      assert.deepEqual(
        model.manifest?.files.map(({ path }) => path),
        [
          "1_Pooling/config.json",
          "config.json",
          "modules.json",
          "onnx/model.onnx",
          WEIGHTS,
          "sentence_bert_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
        ],
      );
      assert.ok(!requests.some(({ path }) => path.endsWith("README.md")));
      const found = await locateModel(NAME, cacheDir);
      assert.deepEqual(graphOf(found, "auto").external, [join(found.folder, WEIGHTS)]);
      const last = progress.at(-1)!;
      assert.equal(last.done, last.total);
      assert.deepEqual(
        (await cachedModels(cacheDir)).map(({ name }) => name),
        [NAME],
      );
    });
  });

  test("auto takes int8 weights where there are some", async () => {
    await withHub({}, async ({ pull }) => {
      const model = await pull({ dtype: "auto" });
      assert.ok(existsSync(join(model.folder, "onnx/model_quantized.onnx")));
      assert.ok(!existsSync(join(model.folder, "onnx/model.onnx")));
    });
  });

  test("a second type joins the first, whose files are not fetched again", async () => {
    await withHub({}, async ({ pull, requests }) => {
      await pull({ dtype: "fp32" });
      const before = requests.length;
      const both = await pull({ dtype: "q8" });
      await assertWhole(both);
      assert.equal(graphOf(both, "fp32").type, "fp32");
      assert.equal(graphOf(both, "q8").type, "q8");
      const fetched = requests.slice(before).filter(({ path }) => path.includes("/resolve/"));
      assert.deepEqual(
        fetched.map(({ path }) => path.split("/").at(-1)),
        ["model_quantized.onnx"],
      );
    });
  });

  test("a model for pictures has a type of its own", async () => {
    const repositories = { [NAME]: { ...files, "preprocessor_config.json": Buffer.from("{}") } };
    await withHub({ repositories }, async ({ pull }) => {
      const model = await pull({ dtype: "fp32", pictureDtype: "q8" });
      assert.ok(existsSync(join(model.folder, "onnx/model_quantized.onnx")));
      assert.ok(!existsSync(join(model.folder, "onnx/model.onnx")));
    });
  });

  test("of two at once one is refused, and the other's files are whole", async () => {
    await withHub({}, async ({ pull }) => {
      const [one, other] = await Promise.allSettled([pull(), pull()]);
      const [done, refused] = one.status === "fulfilled" ? [one, other] : [other, one];
      assert.ok(done.status === "fulfilled" && refused.status === "rejected");
      assert.ok(isFailure(refused.reason, "CONFLICT"), String(refused.reason));
      await assertWhole(done.value);
      await assertWhole(await pull());
    });
  });

  test("a known model's graphs may come from another repository", async () => {
    const bare: Files = { ...files };
    for (const path of Object.keys(bare)) if (path.startsWith("onnx/")) delete bare[path];
    const repositories = { "thenlper/gte-small": bare, "Xenova/gte-small": files };
    await withHub({ repositories }, async ({ pull }) => {
      const model = await pull({ name: "thenlper/gte-small", dtype: "q8" });
      const from = new Map(model.manifest?.files.map(({ path, repository }) => [path, repository]));
      assert.equal(from.get("onnx/model_quantized.onnx"), "Xenova/gte-small");
      assert.equal(from.get("config.json"), "thenlper/gte-small");
    });
  });
});

describe("a connection that fails", () => {
  const after = () => Math.floor(files[WEIGHTS]!.length / 3);

  test("half-way: goes on from there by a range", async () => {
    const troubles: Record<string, Trouble[]> = { [WEIGHTS]: [{ kind: "drop", after: after() }] };
    await withHub({ troubles }, async ({ pull, requests }) => {
      await assertWhole(await pull());
      const ranges = requests.filter(({ path }) => path.endsWith(WEIGHTS)).map(({ range }) => range);
      assert.equal(ranges.length, 2);
      assert.equal(ranges[0], undefined);
      assert.match(ranges[1]!, /^bytes=[1-9]\d*-$/);
    });
  });

  test("again and again: as long as each time brings something", async () => {
    const drops = Array.from({ length: 6 }, (): Trouble => ({ kind: "drop", after: 500 }));
    await withHub({ troubles: { [WEIGHTS]: drops } }, async ({ pull }) => assertWhole(await pull()));
  });

  test("by silence: given up and gone on with", async () => {
    const troubles: Record<string, Trouble[]> = { [WEIGHTS]: [{ kind: "stall", after: after() }] };
    await withHub({ troubles }, async ({ pull }) => assertWhole(await pull()));
  });

  test("for good: says so, keeps what came, and another call goes on from there", async () => {
    const stalls = Array.from({ length: 3 }, (): Trouble => ({ kind: "status", status: 503 }));
    const troubles: Record<string, Trouble[]> = { [WEIGHTS]: [{ kind: "drop", after: after() }, ...stalls] };
    await withHub({ troubles }, async ({ pull, cacheDir, requests }) => {
      await fails(pull(), /cannot be fetched: it answered 503/);
      await assert.rejects(locateModel(NAME, cacheDir), (error) => isFailure(error, "MODEL_NOT_FOUND"));
      await assertWhole(await pull());
      assert.match(requests.findLast(({ path }) => path.endsWith(WEIGHTS))!.range!, /^bytes=[1-9]\d*-$/);
    });
  });

  test("where the server ignores ranges: begins anew", async () => {
    const troubles: Record<string, Trouble[]> = { [WEIGHTS]: [{ kind: "drop", after: after() }] };
    await withHub({ troubles, ignoresRange: true }, async ({ pull }) => assertWhole(await pull()));
  });

  test("with 429: waits as long as it is told to", async () => {
    const troubles: Record<string, Trouble[]> = {
      "config.json": [{ kind: "status", status: 429, retryAfter: 7 }],
    };
    await withHub({ troubles }, async ({ pull, waits }) => {
      await assertWhole(await pull());
      assert.deepEqual(waits, [7000]);
    });
  });

  test("where there is no server", async () => {
    await withHub({}, async ({ pull }) => {
      const access: HubAccess = {
        hub: "http://127.0.0.1:1",
        fetch,
        silenceMs: 500,
        attempts: 2,
        wait: async () => {},
      };
      await fails(pull({ access }), /127\.0\.0\.1:1.* cannot be fetched/);
    });
  });

  test("an interrupt ends it at once", async () => {
    const stop = new AbortController();
    const troubles: Record<string, Trouble[]> = { [WEIGHTS]: [{ kind: "stall", after: 100 }] };
    await withHub({ troubles, signal: stop.signal }, async ({ pull }) => {
      const onProgress = ({ file }: PullProgress) => {
        if (file === WEIGHTS) stop.abort();
      };
      await assert.rejects(pull({ onProgress }), { name: "AbortError" });
    });
  });
});

describe("bytes that are wrong", () => {
  test("once: fetched anew", async () => {
    await withHub({ troubles: { [WEIGHTS]: [{ kind: "garble" }] } }, async ({ pull }) =>
      assertWhole(await pull()),
    );
  });

  test("twice: refused, and nothing of them stays", async () => {
    const troubles: Record<string, Trouble[]> = {
      "tokenizer.json": [{ kind: "garble" }, { kind: "garble" }],
    };
    await withHub({ troubles }, async ({ pull, cacheDir }) => {
      await fails(pull(), /not what its checksum says, twice/);
      const left = readdirSync(join(cacheDir, NAME, COMMIT)).filter((name) =>
        name.startsWith("tokenizer.json"),
      );
      assert.deepEqual(left, []);
    });
  });

  test("more of them than announced: refused", async () => {
    await withHub({ troubles: { [WEIGHTS]: [{ kind: "long" }] } }, async ({ pull }) => {
      await fails(pull(), /longer than the \d+ bytes announced/);
    });
  });

  test("a part that something else left is thrown away", async () => {
    await withHub({}, async ({ pull, cacheDir }) => {
      await pull({ dtype: "q8" });
      writeFileSync(join(cacheDir, NAME, COMMIT, `${WEIGHTS}.part`), Buffer.alloc(200, 1));
      await assertWhole(await pull({ dtype: "fp32" }));
    });
  });

  test("a file that was changed later is seen by the check, and fetched again", async () => {
    await withHub({}, async ({ pull }) => {
      const model = await pull();
      const path = join(model.folder, WEIGHTS);
      const bytes = readFileSync(path);
      bytes[10]! ^= 1;
      writeFileSync(path, bytes);
      const wrong = (await checkFiles(model.folder, model.manifest!)).filter(({ state }) => state !== "ok");
      assert.deepEqual(
        wrong.map(({ path: name, state }) => [name, state]),
        [[WEIGHTS, "changed"]],
      );
      await assertWhole(await pull());
    });
  });
});

describe("what cannot be had is said", () => {
  test("no such model", async () => {
    await withHub({}, async ({ pull }) => {
      await fails(pull({ name: "nobody/nothing" }), /answered 404; is the model's name right\?/);
      await fails(pull({ name: "../../etc" }), /is not the name of a model/, "MODEL_NOT_FOUND");
    });
  });

  test("no graph of that type: names those that there are", async () => {
    await withHub({}, async ({ pull }) =>
      fails(pull({ dtype: "q4" }), /no ONNX graph of type q4; .* q8, fp32/),
    );
  });

  test("no graph at all, or no tokenizer", async () => {
    const bare: Files = { "config.json": files["config.json"]! };
    await withHub({ repositories: { [NAME]: bare } }, async ({ pull }) =>
      fails(pull(), /no ONNX graph at all/),
    );
    const { "tokenizer.json": _, ...rest } = files;
    await withHub({ repositories: { [NAME]: rest } }, async ({ pull }) =>
      fails(pull(), /has no tokenizer\.json/),
    );
  });

  test("a listing with paths that lead elsewhere is passed over", async () => {
    const repositories = {
      [NAME]: { ...files, "../outside/config.json": Buffer.from("{}"), "/etc/x": Buffer.from("{}") },
    };
    await withHub({ repositories }, async ({ pull, cacheDir }) => {
      await assertWhole(await pull());
      assert.deepEqual(readdirSync(cacheDir), ["someone"]);
    });
  });
});
