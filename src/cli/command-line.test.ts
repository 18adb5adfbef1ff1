import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { isFailure } from "../errors.ts";
import { ENTRIES } from "../http/testing.ts";
import { CatalogueRecord } from "../record/record.ts";
import { runCommandLine } from "./command-line.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
/** Nothing of the tests' own environment decides what a command does. */
const BASE = {
  PATH: process.env.PATH,
  LOG_LEVEL: "info",
  SEARCH_THREADS: "0",
  VECTOR_SERVICE_HOST: "127.0.0.1",
  VECTOR_SERVICE_PORT: "0",
};

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;
let dataDir: string;
let catalogue: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "kotodama-cli-"));
  dataDir = join(folder, "data");
  catalogue = join(folder, "catalogue.jsonl");
  writeFileSync(catalogue, ENTRIES.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command in this process. */
async function run(
  args: readonly string[],
  environment: Record<string, string> = {},
  stdin = "",
): Promise<Ended> {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  streams.stdin.end(stdin);
  const status = await runCommandLine(args, {
    environment: { ...BASE, DATA_DIR: dataDir, ...environment },
    workingDirectory: folder,
    callerDirectory: folder,
    ...(streams as unknown as Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">),
    onInterrupt: () => () => undefined,
  });
  const text = (stream: PassThrough) => String(stream.read() ?? "");
  return { status, out: text(streams.stdout), err: text(streams.stderr) };
}

const json = ({ out }: Ended) => JSON.parse(out);

describe("usage and settings", () => {
  test("help and version are answered, whatever the settings are", async () => {
    const help = await run(["--help"], { VECTOR_SERVICE_PORT: "x" });
    assert.equal(help.status, 0);
    for (const command of ["serve", "ingest", "search", "similar", "show", "stats", "reindex", "doctor"]) {
      assert.match(help.out, new RegExp(`^  ${command}\\b`, "m"));
    }
    assert.match((await run(["ingest", "--help"])).out, /--prune/);
    assert.match((await run(["--version"])).out, /^\d+\.\d+\.\d+\n$/);
  });

  test("wrong usage: status 2, and what would be right", async () => {
    const wrong: [args: string[], said: RegExp][] = [
      [["serch"], /unknown command 'serch'.*search/s],
      [[], /Usage:/],
      [["search", "--nope"], /unknown option '--nope'/],
      [["search", "x", "--limit", "many"], /expected a whole number/],
      [["search", "x", "--mode", "fast"], /auto, dense, sparse, hybrid/],
      [["search", "x", "--filter", "{"], /USAGE: --filter/],
      [["ingest"], /missing required argument 'file'/],
      [["show"], /missing required argument 'anime'/],
    ];
    for (const [args, said] of wrong) {
      const { status, err, out } = await run(args);
      assert.equal(status, 2, `${args.join(" ")}: ${out}${err}`);
      assert.match(err, said);
    }
  });

  test("all wrong settings are listed at once, a token never", async () => {
    const wrong = {
      VECTOR_SERVICE_PORT: "eight",
      LOG_LEVEL: "loud",
      MAX_RESULTS: "0",
      QDRANT_API_KEY: "hush-hush",
    };
    const { status, err, out } = await run(["stats"], wrong);
    assert.deepEqual([status, out], [2, ""]);
    for (const name of Object.keys(wrong)) assert.match(err, new RegExp(`^  ${name}: got `, "m"));
    assert.doesNotMatch(err, /hush-hush/);
  });

  test("a data folder that is a file, or cannot be made", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    for (const path of [file, join(file, "below")]) {
      const { status, err } = await run(["ingest", catalogue], { DATA_DIR: path });
      assert.equal(status, 1);
      assert.match(err, /DATA_DIR_UNUSABLE.*DATA_DIR/s);
    }
    assert.equal(readFileSync(file, "utf8"), "");
  });

  test("nothing there yet: said, with what to do, and nothing made", async () => {
    for (const args of [["search", "x"], ["stats"], ["show", "x"], ["similar", "x"]]) {
      const { status, err } = await run(args, { DATA_DIR: join(folder, "none") });
      assert.equal(status, 1);
      assert.match(err, /NOT_READY.*kotodama ingest/);
    }
    assert.deepEqual(readdirSync(folder).includes("none"), false);
    const doctor = await run(["doctor"], { DATA_DIR: join(folder, "none") });
    assert.equal(doctor.status, 0);
    assert.match(doctor.out, /there is none yet/);
  });
});

describe("ingest, search and the rest", () => {
  before(async () => {
    const { status, err } = await run(["ingest", "catalogue.jsonl"]);
    assert.equal(status, 0, err);
  });

  test("ingest again: unchanged, status 0; for people and as JSON", async () => {
    const text = await run(["ingest", "catalogue.jsonl"]);
    assert.equal(text.status, 0);
    assert.match(text.out, /0 new, 0 changed, 6 unchanged/);
    const answer = json(await run(["ingest", catalogue, "--json"]));
    assert.deepEqual([answer.unchanged, answer.files[0].source], [6, catalogue]);
  });

  test("from standard input, with a rejected record: status 3, and where it is", async () => {
    const input = `${JSON.stringify(ENTRIES[0])}\nnot json\n`;
    const { status, out } = await run(["ingest", "-", "--source", "piped"], {}, input);
    assert.equal(status, 3);
    const rejects = /1 rejected; they and the reasons are in (.+)/.exec(out)?.[1];
    assert.match(readFileSync(rejects!, "utf8"), /not json/);
  });

  test("a file that is missing fails, the others are read: status 1", async () => {
    const { status, out } = await run(["ingest", "nope.jsonl", "catalogue.jsonl"]);
    assert.equal(status, 1);
    assert.match(out, /nope\.jsonl.*\n {2}failed: INPUT_UNREADABLE: .*does not exist/);
    assert.match(out, /6 unchanged/);
    const two = await run(["ingest", "nope.jsonl", "catalogue.jsonl", "--source", "one"]);
    assert.equal(two.status, 2);
  });

  test("search, in words that need no quotes; JSON is what HTTP answers", async () => {
    const text = await run(["search", "a", "boy", "finds", "a", "notebook"]);
    assert.equal(text.status, 0);
    assert.match(text.out, /^ 1\. Death Note /);
    const answer = json(await run(["search", "--json", "bounty hunters", "-n", "1", "--fields", "year"]));
    assert.deepEqual([answer.results[0].title, answer.results[0].payload], ["Cowboy Bebop", { year: 1998 }]);
    const browsed = json(await run(["search", "--json", "--filter", '{"type":"TV"}', "--sort", "year:asc"]));
    assert.deepEqual(
      browsed.results.map(({ title }: { title: string }) => title),
      ["Cowboy Bebop", "Death Note", "Non Non Biyori"],
    );
    assert.equal((await run(["search", "🐱"])).out, "Nothing found.\n");
    assert.match(
      (await run(["search", "--episodes", "bargain", "for", "eyes"])).out,
      /Death Note {2}S1 E3 {2}Dealings/,
    );
    for (const wrong of [["search"], ["search", "x", "-n", "0"], ["search", "--filter", '{"genre":"x"}']]) {
      assert.equal((await run(wrong)).status, 2, wrong.join(" "));
    }
  });

  test("show, similar and stats", async () => {
    assert.match((await run(["show", "death-note"])).out, /^title +Death Note$/m);
    assert.equal(json(await run(["show", "death-note", "--json"])).episode_details.length, 3);
    assert.deepEqual((await run(["show", "village-of-adults"])).status, 1);
    assert.equal((await run(["show", "village-of-adults", "--include-nsfw"])).status, 0);
    assert.match((await run(["similar", "cowboy-bebop"])).out, /^ 1\. Cowboy Bebop: The Movie/);
    assert.match((await run(["similar", "nope"])).err, /ANIME_NOT_FOUND/);
    assert.match((await run(["stats"])).out, /^anime +6$/m);
    const stats = json(await run(["stats", "--json"]));
    assert.deepEqual(Object.keys(stats), ["anime", "episodes", "rejected", "spaces", "index", "record"]);
    assert.deepEqual([stats.anime, stats.episodes, stats.rejected], [6, 6, 1]);
  });

  test("reindex, back again, and the doctor", async () => {
    assert.match((await run(["reindex"])).out, /^generation 000002 is live: 6 anime, 6 episodes$/m);
    assert.equal(json(await run(["reindex", "--rollback", "--json"])).name, "000001");
    const doctor = json(await run(["doctor", "--deep", "--json"]));
    assert.equal(doctor.ok, true, JSON.stringify(doctor));
    assert.ok(doctor.findings.every(({ state }: { state: string }) => state === "ok"));
  });

  test("text of the catalogue cannot steer the terminal", async () => {
    const steering = {
      title: "Red \u001b[31mAlert\u0007 \u202egnp",
      type: "TV",
      sources: ["https://myanimelist.net/anime/777"],
      synopsis: "\u001b]0;title\u0007 zeppelin",
    };
    await run(["ingest", "-", "--source", "steering"], {}, JSON.stringify(steering));
    const { out } = await run(["search", "zeppelin"]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    assert.doesNotMatch(out, /[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/);
    assert.match(out, /Alert/);
  });

  test("an index of another version is named with what to do, and built anew by who may write", async () => {
    const record = CatalogueRecord.open(join(dataDir, "record.sqlite"));
    record.close();
    const { DatabaseSync } = await import("node:sqlite");
    const file = new DatabaseSync(join(dataDir, "record.sqlite"));
    file.exec("UPDATE generations SET format = 99");
    file.close();
    const search = await run(["search", "notebook"]);
    assert.equal(search.status, 1);
    assert.match(search.err, /INDEX_VERSION_UNSUPPORTED.*kotodama reindex/);
    const doctor = await run(["doctor"]);
    assert.equal(doctor.status, 1);
    assert.match(doctor.out, /✗ index.*\n.*kotodama reindex/);
    assert.equal((await run(["reindex"])).status, 0);
    assert.match((await run(["search", "notebook"])).out, /Death Note/);
  });
});

/** A command in a process of its own, with what it has printed so far. */
class Running {
  readonly child: ChildProcess;
  printed = "";

  constructor(args: readonly string[], environment: Record<string, string> = {}, cwd = folder) {
    this.child = spawn(process.execPath, [MAIN, ...args], {
      cwd,
      env: { ...BASE, DATA_DIR: dataDir, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.setEncoding("utf8").on("data", (text) => {
        this.printed += text;
      });
    }
  }

  /** Resolves with the match once it has been printed; throws when the process ends before. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.printed);
      if (found) return found;
      assert.equal(this.child.exitCode, null, `it ended; it printed:\n${this.printed}`);
      await Promise.race([
        once(this.child.stdout!, "data"),
        once(this.child.stderr!, "data"),
        once(this.child, "close"),
      ]);
    }
  }

  async ended(): Promise<number> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, "close");
    return this.child.exitCode ?? -1;
  }
}

describe("beside a running server", () => {
  let server: Running;
  let url: string;
  before(async () => {
    server = new Running(["serve"], { LOG_LEVEL: "debug" });
    url = (await server.says(/Look at (http:\S+)\//))[1]!;
  });
  after(async () => {
    server.child.kill("SIGTERM");
    assert.equal(await server.ended(), 0, server.printed);
    assert.equal(readdirSync(dataDir).includes("server.json"), false);
  });

  test("the token is in a file of its owner alone, and nowhere else", async () => {
    const path = join(dataDir, "admin-token");
    const token = readFileSync(path, "utf8").trim();
    assert.equal(token.length, 64);
    if (process.platform !== "win32") assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.match(server.printed, /The admin token was made; it is in .*admin-token/);
    const headers = { authorization: `Bearer ${token}` };
    assert.equal((await fetch(`${url}/api/v1/admin/stats`, { headers })).status, 200);
    await server.says(/admin\/stats/);
    assert.ok(!server.printed.includes(token));
  });

  test("who reads opens the folder beside it", async () => {
    assert.match((await run(["search", "notebook"])).out, /Death Note/);
    assert.equal((await run(["stats"])).status, 0);
    assert.match(
      (await run(["doctor"])).out,
      new RegExp(`in use by process ${server.child.pid}, serving at ${url}`),
    );
  });

  test("who writes goes through it, and prints the same summary", async () => {
    const entry = {
      title: "Quokka Parade",
      type: "TV",
      sources: ["https://myanimelist.net/anime/888"],
      synopsis: "Quokkas march.",
    };
    writeFileSync(join(folder, "more.jsonl"), `${JSON.stringify(entry)}\nnot json\n`);
    const first = await run(["ingest", "more.jsonl", "nope.jsonl"]);
    assert.equal(first.status, 1);
    assert.match(first.out, /more\.jsonl \(anime-entry\): 1 new, 0 changed, 0 unchanged\n {2}1 rejected; /);
    assert.match(first.out, /nope\.jsonl.*\n {2}failed: INPUT_UNREADABLE/);
    const again = json(await run(["ingest", "more.jsonl", "--json"]));
    assert.deepEqual(
      [again.unchanged, again.rejected, again.files[0].source],
      [1, 1, join(folder, "more.jsonl")],
    );
    const response = await fetch(`${url}/api/v1/search?q=quokka`);
    assert.equal(
      ((await response.json()) as { results: { title: string }[] }).results[0]?.title,
      "Quokka Parade",
    );
    assert.match((await run(["reindex"])).out, new RegExp(`reindex done by the server at ${url}`));
    assert.match((await run(["reindex", "--rollback", "--json"])).out, /"state":"done"/);
  });

  test("another server is refused, with who has the folder", async () => {
    const { status, err } = await run(["serve"]);
    assert.equal(status, 1);
    assert.match(err, new RegExp(`DATA_DIR_LOCKED.*process ${server.child.pid} \\(serving at ${url}\\)`));
  });

  test("a port that is taken is named with what to do", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const other = join(folder, "other");
    const { status, err } = await run(["serve"], { DATA_DIR: other, VECTOR_SERVICE_PORT: String(port) });
    assert.equal(status, 1);
    assert.match(err, new RegExp(`PORT_IN_USE: port ${port} is taken.*VECTOR_SERVICE_PORT`));
    assert.equal(readdirSync(other).includes("server.json"), false, "the folder is let go of");
    taken.close();
  });
});

function entriesIn(path: string): number {
  try {
    const record = CatalogueRecord.open(join(path, "record.sqlite"), { readOnly: true });
    const { anime } = record.entries.counts();
    record.close();
    return anime;
  } catch (error) {
    // It is being made.
    assert.ok(isFailure(error));
    return 0;
  }
}

describe("a process of its own", () => {
  test("settings come from a .env file, and the environment wins", async () => {
    const home = join(folder, "home");
    mkdirSync(home);
    writeFileSync(join(home, ".env"), "MAX_RESULTS=none\nLOG_LEVEL=loud\n");
    const command = new Running(["stats"], { LOG_LEVEL: "info" }, home);
    assert.equal(await command.ended(), 2);
    assert.match(command.printed, /MAX_RESULTS: got "none"/);
    assert.doesNotMatch(command.printed, /LOG_LEVEL/);
  });

  test("Ctrl-C during an ingest: status 130, what was taken in stays, and again goes on", async () => {
    const interrupted = join(folder, "interrupted");
    const command = new Running(["ingest", "-", "--source", "long"], { DATA_DIR: interrupted });
    const background = "word ".repeat(1_000);
    const line = (i: number) =>
      `${JSON.stringify({ title: `Entry ${i}`, type: "TV", sources: [`https://myanimelist.net/anime/${i + 1}`], background })}\n`;
    // The pipe stays open: the command waits for more until it is interrupted.
    command.child.stdin!.on("error", () => undefined);
    for (let i = 0; i < 800; i++) command.child.stdin!.write(line(i));
    while (entriesIn(interrupted) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    command.child.kill("SIGINT");
    assert.equal(await command.ended(), 130, command.printed);
    assert.match(command.printed, /^interrupted; what was done so far is kept/m);
    const kept = entriesIn(interrupted);
    const again = await run(["ingest", "catalogue.jsonl", "--json"], { DATA_DIR: interrupted });
    assert.equal(again.status, 0, again.err);
    assert.equal(json(await run(["stats", "--json"], { DATA_DIR: interrupted })).anime, kept + 6 - 2);
  });

  test("Ctrl-C while the first start reads the bundled catalogue: the next start reads the rest", async () => {
    const fresh = join(folder, "fresh");
    const first = new Running(["serve", "--bundled"], { DATA_DIR: fresh });
    await first.says(/Reading the bundled catalogue/);
    first.child.kill("SIGINT");
    assert.equal(await first.ended(), 0, first.printed);
    assert.doesNotMatch(first.printed, /Look at/);
    const interrupted = entriesIn(fresh);
    const second = new Running(["serve", "--bundled"], { DATA_DIR: fresh });
    await second.says(/Look at/);
    second.child.kill("SIGTERM");
    assert.equal(await second.ended(), 0, second.printed);
    const whole = entriesIn(fresh);
    assert.ok(whole > interrupted && whole >= 150, `${interrupted}, then ${whole}`);
    const third = new Running(["serve", "--bundled"], { DATA_DIR: fresh });
    await third.says(/Look at/);
    assert.doesNotMatch(third.printed, /Reading/);
    third.child.kill("SIGTERM");
    assert.equal(await third.ended(), 0);
  });

  test("Ctrl-C stops a server: status 0, nothing left behind", async () => {
    const server = new Running(["serve"]);
    await server.says(/Look at/);
    server.child.kill("SIGINT");
    assert.equal(await server.ended(), 0, server.printed);
    assert.doesNotMatch(server.printed, /error|warn/i);
  });

  test("a full disk is said to be full, and what was taken in is there once there is room", async (context) => {
    const small = join(folder, "small");
    mkdirSync(small);
    const mount = (options: string) =>
      spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", small]).status;
    if (mount("size=2m") !== 0) return context.skip("a small disk can be mounted by root on Linux only");
    try {
      const large = join(folder, "large.jsonl");
      const entries = Array.from({ length: 500 }, (_, i) => ({
        title: `Entry ${i}`,
        type: "TV",
        sources: [`https://myanimelist.net/anime/${i + 1}`],
        background: randomBytes(4_000).toString("base64"),
      }));
      writeFileSync(large, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
      const full = await run(["ingest", large], { DATA_DIR: small });
      assert.equal(full.status, 1);
      assert.match(full.err, /^kotodama: DISK_FULL: no space is left .* Free some/m);
      const kept = entriesIn(small);
      assert.equal(mount("remount,size=100m"), 0);
      const again = await run(["ingest", large, "--json"], { DATA_DIR: small });
      assert.equal(again.status, 0, again.err);
      assert.deepEqual([json(again).unchanged, json(again).added], [kept, 500 - kept]);
      assert.equal(entriesIn(small), 500);
    } finally {
      spawnSync("umount", [small]);
    }
  });

  const readOnlyReason = process.getuid?.() === 0 ? "root may write everywhere" : false;
  test("a folder that may not be written", { skip: readOnlyReason }, async () => {
    const locked = join(folder, "locked");
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    const { status, err } = await run(["ingest", catalogue], { DATA_DIR: locked });
    assert.equal(status, 1);
    assert.match(err, /DATA_DIR_UNUSABLE/);
  });
});
