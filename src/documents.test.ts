import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { after, before, describe, test } from "node:test";
import { runCommandLine } from "./cli/command-line.ts";
import { EXIT } from "./cli/output.ts";
import { ADMIN_TOKEN, ENTRIES, type Method, openTestService, type TestService } from "./http/testing.ts";
import { SETTINGS } from "./settings.ts";

/** What README.md and docs/ say is what the code does. */

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const README = read("README.md");
const MANIFEST = JSON.parse(read("package.json")) as Readonly<
  Record<"scripts" | "dependencies" | "devDependencies", Readonly<Record<string, string>>>
>;

/** The cells of every row of the table whose first header cell is this, code marks kept. */
function table(text: string, header: string): string[][] {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.startsWith(`| ${header} |`));
  assert.ok(at >= 0, `there is a table that begins with ${header}`);
  const end = lines.findIndex((line, i) => i > at && !line.startsWith("|"));
  return lines.slice(at + 2, end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const plain = (cell: string) => cell.replaceAll("`", "");

describe("README.md", () => {
  test("lists every setting with its default and its description", () => {
    const rows = table(README, "setting").filter(([name]) => !name!.startsWith("`SPACE_<"));
    const expected = Object.entries(SETTINGS).map(([name, schema]) => {
      const { default: fallback, description } = schema as { default?: unknown; description?: string };
      return [`\`${name}\``, fallback === "" ? "empty" : `\`${fallback}\``, description];
    });
    assert.deepEqual(rows, expected);
  });

  test("lists every command", async () => {
    const stdout = new PassThrough({ encoding: "utf8" });
    const status = await runCommandLine(["--help"], {
      environment: {},
      workingDirectory: ROOT,
      callerDirectory: ROOT,
      stdin: process.stdin,
      stdout: stdout as unknown as NodeJS.WriteStream,
      stderr: process.stderr,
      onInterrupt: () => () => undefined,
    });
    assert.equal(status, EXIT.done);
    const help = String(stdout.read());
    const commands = [...help.slice(help.indexOf("Commands:")).matchAll(/^ {2}(\w+)/gm)].map(
      ([, name]) => name!,
    );
    const listed = table(README, "command").map(([name]) => plain(name!).split(" ")[0]!);
    assert.deepEqual(
      listed,
      commands.filter((name) => name !== "help"),
    );
  });

  test("lists every exit status", () => {
    const listed = table(README, "exit status").map(([status]) => Number(status));
    assert.deepEqual(listed, Object.values(EXIT));
  });

  test("says of every dependency why it is there", () => {
    const rows = table(README, "package");
    const named = rows.map(([name]) => plain(name!));
    const expected = [...Object.keys(MANIFEST.dependencies), ...Object.keys(MANIFEST.devDependencies)];
    assert.deepEqual([...named].sort(), [...expected].sort());
    for (const [name, reason] of rows) {
      assert.ok(reason!.length > 10, `${name} has a reason`);
      const development = plain(name!) in MANIFEST.devDependencies;
      assert.equal(reason!.includes("development only"), development, `${name} is where it is said to be`);
    }
  });
});

describe("package-lock.json", () => {
  test("holds what every platform needs", () => {
    type Locked = { readonly dependencies?: object; readonly optionalDependencies?: object };
    const { packages } = JSON.parse(read("package-lock.json")) as {
      packages: Readonly<Record<string, Locked>>;
    };
    // npm ci refuses a lock file that lacks an optional package, even one of another platform.
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => {
        for (let from = path; ; from = from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/")))) {
          if (`${from === "" ? "" : `${from}/`}node_modules/${name}` in packages) return false;
          if (from === "") return true;
        }
      }),
    );
    assert.deepEqual(missing, [], "restore their entries: npm install leaves out what its registry lacks");
  });
});

const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  "bench/README.md",
  "catalogue/README.md",
  "evaluation/gold/README.md",
  "recollections/README.md",
  "training/README.md",
  "src/vector-store/scan/README.md",
  ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
];

describe("documents", () => {
  for (const path of DOCUMENTS) {
    test(`${path}: its links and npm scripts exist`, () => {
      const text = read(path);
      const prose = text.replaceAll(/^```[\s\S]*?^```/gm, "");
      for (const [, target] of prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
        if (/^https?:/.test(target!)) continue;
        assert.ok(existsSync(join(ROOT, dirname(path), target!)), `${path} links to ${target}`);
      }
      for (const [, script] of text.matchAll(/\bnpm run (?:-s )?([\w:]+)/g)) {
        assert.ok(script! in MANIFEST.scripts, `${path} names npm run ${script}`);
      }
      for (const [, file] of prose.matchAll(
        /`((?:src|bench|scripts|training|evaluation|catalogue|recollections|docs)\/[\w./-]*\w)`/g,
      )) {
        assert.ok(existsSync(join(ROOT, file!)), `${path} names ${file}`);
      }
    });
  }

  test("docs/architecture.md speaks of every folder and of files that exist", () => {
    const text = read("docs/architecture.md");
    const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    for (const { name } of folders) assert.ok(text.includes(`\`${name}/\``), `src/${name}/ is described`);
    for (const [, file] of text.matchAll(/`([a-z-]+\/[\w./-]+\.(?:ts|md))`/g)) {
      const found = [file!, join("src", file!), join("src/vector-store/scan", file!)];
      assert.ok(
        found.some((path) => existsSync(join(ROOT, path))),
        `${file} exists`,
      );
    }
  });
});

interface Example {
  readonly method: Method;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer | undefined;
  /** Of the answer that is shown below it. */
  readonly status: number | undefined;
}

/** A picture of 12 × 16 px: what a file of a form is taken to hold. */
const PICTURE = Buffer.from(
  "UklGRkgAAABXRUJQVlA4IDwAAADwAQCdASoMABAAAsBMJbACdAEPDBLy7YAA/vbilxk1UY2sO4v7ocBR3glOYDDfri/8zT4X+Pk2GlngAAA=",
  "base64",
);
const BOUNDARY = "of-the-form";

/** The body that curl makes of its options `-F name=value` and `-F name=@file`. */
function formOf(fields: readonly string[]): Buffer {
  const parts = fields.flatMap((field) => {
    const [name, value] = [field.slice(0, field.indexOf("=")), field.slice(field.indexOf("=") + 1)];
    const isFile = value.startsWith("@");
    const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${isFile ? '; filename="a"' : ""}\r\n\r\n`;
    return [Buffer.from(head), isFile ? PICTURE : Buffer.from(value), Buffer.from("\r\n")];
  });
  return Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

/** The curl commands of a document, in its order. */
function examples(text: string): Example[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```(?:\s+```json\n([\s\S]*?)^```)?/gm)];
  return blocks.flatMap(([, shell, answer]) => {
    const shown = /^ {2}"status": (\d{3}),/m.exec(answer ?? "")?.[1];
    return [...shell!.matchAll(/^curl (?:[^'"\n]|'[^']*'|"[^"]*")+/gm)].map(([command]) => {
      const words = [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c!);
      const following = (flag: string) => words.flatMap((word, i) => (word === flag ? [words[i + 1]!] : []));
      const form = following("-F");
      const [body] = [...following("-d"), ...following("--data-binary")];
      const url = words.find((word) => word.startsWith("http://localhost:8002/"))!;
      return {
        method: (following("-X")[0] ?? (body === undefined && form.length === 0 ? "GET" : "POST")) as Method,
        url: url.replace("http://localhost:8002", ""),
        headers: {
          ...(form.length > 0 ? { "content-type": `multipart/form-data; boundary=${BOUNDARY}` } : {}),
          ...Object.fromEntries(
            following("-H").map(
              (header) => header.replace("$TOKEN", ADMIN_TOKEN).split(": ") as [string, string],
            ),
          ),
        },
        body: form.length > 0 ? formOf(form) : body?.startsWith("@") ? JSON.stringify(ENTRIES[1]) : body,
        status: shown === undefined ? undefined : Number(shown),
      };
    });
  });
}

describe("docs/api.md", () => {
  let service: TestService;
  before(async () => {
    service = await openTestService();
  });
  after(() => service.close());

  test("every example is answered as it says", async () => {
    const list = examples(read("docs/api.md"));
    for (const { method, url, headers, body, status } of list) {
      const path = url.replace("/api/v1", "");
      const answer = await service.ask(method, path, body, headers);
      await service.idle();
      const expected = status === undefined ? answer.status < 300 : answer.status === status;
      assert.ok(expected, `${method} ${url} ${body ?? ""}: ${answer.status} ${answer.text.slice(0, 300)}`);
    }
    assert.ok(list.length >= 25, `${list.length} examples were sent`);
  });

  test("shows every route of the API document", async () => {
    const document = (await service.ask("GET", "/openapi.json")).json as {
      paths: Record<string, Record<string, unknown>>;
    };
    const shown = examples(read("docs/api.md")).map(({ method, url }) => `${method} ${url.split("?")[0]}`);
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const method of Object.keys(methods)) {
        const pattern = new RegExp(`^${method.toUpperCase()} ${path.replace(/\{\w+\}/g, "[\\w-]+")}$`);
        assert.ok(
          shown.some((example) => pattern.test(example)),
          `docs/api.md shows ${method.toUpperCase()} ${path}`,
        );
      }
    }
  });
});
