import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { openCatalogue } from "../compose.ts";
import { openOnnxModel, openTextEmbedder } from "../compose-text-embedder.ts";
import { isFailure } from "../errors.ts";
import { dataDirOwner } from "../record/data-dir.ts";
import { CatalogueRecord } from "../record/record.ts";
import type { Settings } from "../settings.ts";
import { loadBuiltinTextEmbedder } from "../text-embedder/builtin/builtin-text-embedder.ts";
import { VERSION } from "../version.ts";
import type { CommandContext } from "./context.ts";
import { bytes, count, EXIT } from "./output.ts";

interface Finding {
  readonly check: string;
  readonly state: "ok" | "warning" | "failed";
  readonly found: string;
  /** What to do about it. */
  readonly todo?: string;
}

const LEAST_FREE = 1e9;
const WANTED_NODE = 24;

/** `kotodama doctor`: looks at everything a start needs, and says what to do. Changes nothing. */
export async function doctorCommand(
  { settings: read, output }: CommandContext,
  _args: readonly string[],
  options: { readonly deep?: boolean },
): Promise<number> {
  const findings: Finding[] = [runtime()];
  let settings: Settings | undefined;
  findings.push(
    await looked("settings", async () => {
      settings = read();
      return "every setting is right";
    }),
  );
  if (settings !== undefined) findings.push(...(await inspect(settings, options.deep ?? false)));
  const failed = findings.some(({ state }) => state === "failed");
  output.result({ ok: !failed, version: VERSION, findings }, () => findings.map(line).join("\n"));
  return failed ? EXIT.failed : EXIT.done;
}

async function inspect(settings: Settings, deep: boolean): Promise<Finding[]> {
  const findings = [dataFolder(settings)];
  findings.push(
    await looked("embedder", async () => {
      const { provider, model, dimension } = await textEmbedderIdentity(settings);
      return `${provider}/${model}, ${dimension} dimensions`;
    }),
  );
  if (settings.TEXT_EMBEDDING_PROVIDER === "onnx") findings.push(await device(settings));
  if (!existsSync(join(settings.DATA_DIR, "record.sqlite"))) {
    const todo = "`npm start` fills it with the bundled catalogue, `kotodama ingest FILE` with yours";
    return [...findings, { check: "record", state: "warning", found: "there is none yet", todo }];
  }
  findings.push(
    await looked("record", async () => {
      const record = CatalogueRecord.open(join(settings.DATA_DIR, "record.sqlite"), { readOnly: true });
      try {
        if (deep) record.check();
        const { anime, episodes, rejected } = record.stats();
        return `${count(anime)} anime, ${count(episodes)} episodes, ${count(rejected)} rejected${deep ? "; whole" : ""}`;
      } finally {
        record.close();
      }
    }),
  );
  findings.push(
    await looked("index", async () => {
      const catalogue = await openCatalogue(settings);
      try {
        const live = catalogue.index.live();
        if (deep) {
          await catalogue.search.store.verify(live.anime);
          await catalogue.search.store.verify(live.episodes);
        }
        const { anime } = await catalogue.stats();
        return `generation ${live.name}, ${count(anime)} anime, at change ${live.sequence}${deep ? "; every checksum fits" : ""}`;
      } finally {
        await catalogue.close();
      }
    }),
  );
  return findings;
}

interface OpenedEmbedder {
  readonly provider: string;
  readonly model: string;
  readonly dimension: number;
}

/** Opens the configured embedder, and loads its model where it runs here. */
async function textEmbedderIdentity(settings: Settings): Promise<OpenedEmbedder> {
  switch (settings.TEXT_EMBEDDING_PROVIDER) {
    case "builtin":
      return loadBuiltinTextEmbedder().identity;
    case "onnx": {
      const model = await openOnnxModel(settings, { model: settings.TEXT_EMBEDDING_MODEL, warmUp: false });
      try {
        await model.ready();
        return model.identity;
      } finally {
        await model.close();
      }
    }
    case "http": {
      const { embedder } = await openTextEmbedder(settings, { warmUp: false, log: () => undefined });
      try {
        return embedder.identity;
      } finally {
        await embedder.close();
      }
    }
  }
}

/** What models run on, and how they could run on an NVIDIA card. */
async function device({ EMBEDDING_DEVICE }: Settings): Promise<Finding> {
  const { CUDA_INSTALL, cudaInstalled } = await import("../models/onnx-session.ts");
  const installed = cudaInstalled();
  const libraries = `ONNX Runtime's CUDA libraries are ${installed ? "" : "not "}installed`;
  const found = `models run on ${EMBEDDING_DEVICE === "cuda" ? "CUDA" : "the processor"}; ${libraries}`;
  if (EMBEDDING_DEVICE === "cuda") {
    return installed
      ? { check: "device", state: "ok", found }
      : { check: "device", state: "failed", found, todo: `install them: ${CUDA_INSTALL}` };
  }
  const todo = `for an NVIDIA card ${installed ? "" : `run ${CUDA_INSTALL} and `}set EMBEDDING_DEVICE=cuda`;
  return { check: "device", state: "ok", found, todo };
}

function runtime(): Finding {
  const major = Number(process.versions.node.split(".")[0]);
  const found = `Kotodama ${VERSION} on Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  if (major >= WANTED_NODE) return { check: "versions", state: "ok", found };
  return {
    check: "versions",
    state: "failed",
    found,
    todo: `run it on Node ${WANTED_NODE} or later; \`npm ci\` brings one along`,
  };
}

function dataFolder({ DATA_DIR }: Settings): Finding {
  const check = "data folder";
  if (!existsSync(DATA_DIR)) return { check, state: "ok", found: `${DATA_DIR} will be made` };
  try {
    accessSync(DATA_DIR, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return {
      check,
      state: "failed",
      found: `${DATA_DIR} cannot be written`,
      todo: "make it this user's own, or set DATA_DIR to another folder",
    };
  }
  const { bavail, bsize } = statfsSync(DATA_DIR);
  const free = bavail * bsize;
  const owner = dataDirOwner(DATA_DIR);
  const use =
    owner === null
      ? "not in use"
      : `in use by process ${owner.pid}${owner.url ? `, serving at ${owner.url}` : ""}`;
  const found = `${DATA_DIR}, ${bytes(free)} free, ${use}`;
  if (free >= LEAST_FREE) return { check, state: "ok", found };
  return {
    check,
    state: "warning",
    found,
    todo: `free some space: a new index is built beside the old one and wants about ${bytes(LEAST_FREE)}`,
  };
}

async function looked(check: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { check, state: "ok", found: await look() };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return {
      check,
      state: error.code === "NOT_READY" ? "warning" : "failed",
      found: `${error.code}: ${error.message}`,
      ...todoFor(error.code),
    };
  }
}

function todoFor(code: string): { todo?: string } {
  switch (code) {
    case "EMBEDDER_MISMATCH":
      return { todo: "`kotodama reembed` builds the index anew by the embedder that is configured" };
    case "INDEX_DAMAGED":
    case "INDEX_VERSION_UNSUPPORTED":
    case "NOT_READY":
      return { todo: "`kotodama reindex` builds the index anew from the record" };
    case "MODEL_INVALID":
      return {
        todo: "`kotodama models check` says which file is wrong, `kotodama models pull` fetches it again",
      };
    case "RECORD_DAMAGED":
      return {
        todo: "restore record.sqlite from a backup, or move it away and ingest the catalogue files again",
      };
    default:
      return {};
  }
}

function line({ check, state, found, todo }: Finding): string {
  const mark = { ok: "✓", warning: "!", failed: "✗" }[state];
  return `${mark} ${check.padEnd(12)} ${found}${todo === undefined ? "" : `\n  ${"".padEnd(12)} → ${todo}`}`;
}
