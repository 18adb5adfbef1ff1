import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, test } from "node:test";

/** What the structure promises and no compiler checks: see docs/architecture.md and CONTRIBUTING.md. */

const ROOT = join(import.meta.dirname, "..");
const SRC = import.meta.dirname;
/** Not TypeScript, though its name says so: AssemblyScript, which has rules of its own. */
const KERNELS = "vector-store/scan/kernels/kernels.ts";

/** What everything may import: errors, the checks that throw them, and seeded randomness. */
const BASE = ["errors.ts", "nearest.ts", "random.ts", "validation.ts", "version.ts"];

/**
 * What each layer may import, besides itself and BASE: a folder of src, or single files of one.
 * Ways in stand at the top, ports and the domain at the bottom.
 */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["cli"],
  cli: [
    "compose.ts",
    "compose-pictures.ts",
    "adaptation",
    "compose-text-embedder.ts",
    "settings.ts",
    "administration",
    "evaluation",
    "search",
    "ingest",
    "importers/open.ts",
    "models",
    "record",
    // The doctor looks at each part by itself, to name the one that is broken.
    "text-embedder/builtin/builtin-text-embedder.ts",
  ],
  http: ["administration", "search"],
  "compose.ts": ["*"],
  "compose-build.ts": ["*"],
  "compose-text-embedder.ts": ["*"],
  "compose-pictures.ts": ["*"],
  administration: [
    "index",
    "ingest",
    "record",
    "search",
    "text-embedder/port.ts",
    "image-embedder/port.ts",
    "vector-store/port.ts",
  ],
  adaptation: ["evaluation", "search", "text-embedder/port.ts", "vector-store/port.ts"],
  evaluation: ["search", "vector-store/port.ts", "vector-store/filter.ts"],
  search: [
    "anime",
    "titles",
    "spaces",
    "text-embedder/port.ts",
    "image-embedder/port.ts",
    "image-embedder/decode.ts",
    "vector-store/port.ts",
    "vector-store/filter.ts",
  ],
  index: [
    "anime",
    "titles",
    "record",
    "spaces",
    // The one shape in which long work says how far it is.
    "ingest/progress.ts",
    "text-embedder/port.ts",
    "image-embedder/port.ts",
    "vector-store/port.ts",
    "vector-store/filter.ts",
  ],
  pictures: ["anime", "record", "image-embedder/port.ts", "image-embedder/decode.ts"],
  ingest: ["anime", "importers", "record"],
  record: ["anime", "text-embedder/port.ts", "image-embedder/port.ts"],
  spaces: [
    "anime",
    "text-embedder/port.ts",
    "image-embedder/port.ts",
    "vector-store/port.ts",
    "vector-store/filter.ts",
  ],
  "settings.ts": ["spaces"],
  titles: ["anime"],
  importers: ["anime"],
  anime: [],
  "text-embedder": ["models"],
  "image-embedder": ["models"],
  models: [],
  "vector-store": [],
  "validation.ts": [],
  "errors.ts": [],
  "nearest.ts": [],
  "random.ts": [],
  "version.ts": [],
};

/** Layers that do without BASE. */
const PURE = ["anime", "errors.ts", "nearest.ts", "random.ts", "version.ts"];

/** Folders of adapters, which only the composition root, and the doctor, may reach into. */
const ADAPTERS = /^(?:vector-store|text-embedder|image-embedder)\/[^/]+\//;
const COMPOSERS = ["compose.ts", "compose-build.ts", "compose-pictures.ts", "compose-text-embedder.ts"];

interface Source {
  /** Relative to src. */
  readonly path: string;
  readonly text: string;
}

const ALL: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts") && path !== KERNELS)
  .map((path) => ({ path, text: readFileSync(join(SRC, path), "utf8") }));

const isTest = ({ path, text }: Source) =>
  path.endsWith(".test.ts") ||
  /(?:^|\/)(?:testing|fixtures)(?:\/|\.ts$)/.test(path) ||
  text.includes('from "node:test"');
const SOURCES = ALL.filter((source) => !isTest(source));

const layerOf = (path: string) => path.split("/")[0]!;
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;

function importsOf({ path, text }: Source): string[] {
  return [...text.matchAll(IMPORT)]
    .map(([, target]) => target!)
    .filter((target) => target.startsWith("."))
    .map((target) => relative(SRC, resolve(SRC, dirname(path), target)).replaceAll("\\", "/"));
}

function mayImport(layer: string, target: string): boolean {
  const allowed = LAYERS[layer] ?? [];
  if (layerOf(target) === layer || allowed.includes("*")) return true;
  if (BASE.includes(target) && !PURE.includes(layer)) return true;
  return allowed.some((name) => target === name || target.startsWith(`${name}/`));
}

/** `path:line` of everything that matches, comments and texts included. */
function places(sources: readonly Source[], pattern: RegExp): string[] {
  return sources.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
  );
}

describe("layers", () => {
  test("every file belongs to a layer of the table", () => {
    const unknown = new Set(SOURCES.map(({ path }) => layerOf(path)).filter((layer) => !(layer in LAYERS)));
    assert.deepEqual([...unknown], [], "say in LAYERS what the new layer may import");
  });

  test("point one way", () => {
    const wrong = SOURCES.flatMap((source) =>
      importsOf(source)
        .filter((target) => !mayImport(layerOf(source.path), target))
        .map((target) => `${source.path} imports ${target}`),
    );
    assert.deepEqual(wrong, []);
  });

  test("the table itself has no circle", () => {
    const lower = (layer: string) => (LAYERS[layer] ?? []).map(layerOf).filter((name) => name in LAYERS);
    const visit = (layer: string, above: readonly string[]): void => {
      assert.ok(!above.includes(layer), `a circle of layers: ${[...above, layer].join(" → ")}`);
      for (const next of lower(layer)) visit(next, [...above, layer]);
    };
    for (const layer of Object.keys(LAYERS)) visit(layer, []);
  });

  test("only the composition root reaches into adapters", () => {
    const doctor = "cli/doctor.ts";
    const reaching = SOURCES.filter(({ path }) => !COMPOSERS.includes(path) && path !== doctor).flatMap(
      (source) =>
        importsOf(source)
          .filter((target) => ADAPTERS.test(target) && layerOf(target) !== layerOf(source.path))
          .map((target) => `${source.path} imports ${target}`),
    );
    assert.deepEqual(reaching, []);
  });

  test("no adapter knows another one of its port", () => {
    const folder = (path: string) => ADAPTERS.exec(path)?.[0];
    const crossing = SOURCES.flatMap((source) => {
      const own = folder(source.path);
      if (own === undefined) return [];
      return importsOf(source)
        .filter((target) => folder(target) !== undefined && folder(target) !== own)
        .map((target) => `${source.path} imports ${target}`);
    });
    assert.deepEqual(crossing, []);
  });
});

describe("habits", () => {
  test("the environment is read in main.ts alone", () => {
    const elsewhere = SOURCES.filter(({ path }) => path !== "main.ts");
    assert.deepEqual(places(elsewhere, /\bprocess\.env\b/), []);
  });

  test("errors come from the catalogue of errors", () => {
    assert.deepEqual(places(SOURCES, /\bnew (?:Error|TypeError|AggregateError)\(/), []);
    // The readers of index files throw it about lengths; opening a segment turns it into INDEX_DAMAGED.
    const outsideReaders = SOURCES.filter(({ path }) => !path.startsWith("vector-store/scan/"));
    assert.deepEqual(places(outsideReaders, /\bnew RangeError\(/), []);
  });

  test("nothing is written to the console", () => {
    assert.deepEqual(places(SOURCES, /\bconsole\./), []);
  });

  test("relative imports name the file", () => {
    const nameless = ALL.flatMap(({ path, text }) =>
      [...text.matchAll(IMPORT)]
        .map(([, target]) => target!)
        .filter((target) => target.startsWith(".") && !target.endsWith(".ts"))
        .map((target) => `${path}: ${target}`),
    );
    assert.deepEqual(nameless, []);
  });

  test("files stay short enough to read, or say why not", () => {
    const long = ALL.flatMap((source) => {
      const lines = source.text.split("\n").length - 1;
      const limit = isTest(source) ? 800 : 400;
      const first =
        /^(?:import[^;]*;\s*)*(?:\/\*\*[\s\S]*?\*\/|(?:\/\/[^\n]*\n)+)/.exec(source.text)?.[0] ?? "";
      return lines <= limit || /\blines\b/.test(first)
        ? []
        : [`${source.path}: ${lines} lines, at most ${limit}`];
    });
    assert.deepEqual(long, []);
  });

  test("names say what a thing is", () => {
    const vague = /(?:^|[-_/.])(?:utils?|helpers?|common|misc|managers?|processors?|handlers?)(?:[-_/.]|$)/i;
    assert.deepEqual(
      ALL.filter(({ path }) => vague.test(path)).map(({ path }) => path),
      [],
    );
    assert.deepEqual(
      places(
        SOURCES,
        /\b(?:class|function|interface|const) (?:handle[A-Z]\w*|\w*(?:Utils?|Helper|Manager|Processor)\b)/,
      ),
      [],
    );
  });

  test("no file names a place on somebody's machine", () => {
    const prose = [
      "README.md",
      "CONTRIBUTING.md",
      "package.json",
      ...markdownIn("docs"),
      ...markdownIn("bench"),
    ].map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
    const absolute = /(?:^|[\s"'`(])\/(?:home|root|work|Users|mnt)\/\w/;
    assert.deepEqual(places([...ALL, ...prose], absolute), []);
  });
});

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
}
