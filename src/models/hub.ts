import Type from "typebox";
import Value from "typebox/value";
import { fail } from "../errors.ts";
import { GRAPH_SUFFIXES, type GraphChoice, type GraphType } from "./graph-types.ts";
import { getJson, type HubAccess, type JsonAnswer } from "./hub-request.ts";

/** A file of a repository at one revision. */
export interface HubFile {
  readonly repository: string;
  readonly revision: string;
  readonly path: string;
  readonly size: number;
  readonly checksum: Checksum | undefined;
}

/** Large files are known by the SHA-256 of their bytes, small ones by git's SHA-1 of header and bytes. */
export type Checksum = { readonly sha256: string } | { readonly gitBlob: string };

export interface Listing {
  readonly repository: string;
  readonly revision: string;
  readonly files: readonly HubFile[];
}

// Read leniently: only what is needed of what the server tells.
const Revision = Type.Object({ sha: Type.String({ pattern: "^[0-9a-f]{6,64}$" }) });
const Tree = Type.Array(
  Type.Object({
    type: Type.String(),
    path: Type.String(),
    size: Type.Optional(Type.Number()),
    oid: Type.Optional(Type.String()),
    lfs: Type.Optional(Type.Object({ oid: Type.String(), size: Type.Number() })),
  }),
);

/** Longer listings than this many pages are no model's. */
const MOST_PAGES = 20;

/** The files of a repository at a revision, which is a branch, a tag or a commit. Throws MODEL_DOWNLOAD_FAILED. */
export async function listFiles(access: HubAccess, repository: string, revision: string): Promise<Listing> {
  const base = `${access.hub.replace(/\/+$/, "")}/api/models/${repository}`;
  const { body: about } = await getJson(access, `${base}/revision/${encodeURIComponent(revision)}`);
  if (!Value.Check(Revision, about)) throw strange(base);
  const files: HubFile[] = [];
  let next: string | undefined = `${base}/tree/${about.sha}?recursive=true`;
  for (let page = 0; next !== undefined && page < MOST_PAGES; page++) {
    const { body, link }: JsonAnswer = await getJson(access, next);
    if (!Value.Check(Tree, body)) throw strange(next);
    for (const { type, path, size, oid, lfs } of body) {
      if (type !== "file" || !isPlainPath(path)) continue;
      const checksum = checksumOf(lfs?.oid ?? oid);
      files.push({ repository, revision: about.sha, path, size: lfs?.size ?? size ?? 0, checksum });
    }
    next = nextPage(link, next);
  }
  return { repository, revision: about.sha, files };
}

/** Where a file's bytes are. */
export function fileUrl({ hub }: HubAccess, { repository, revision, path }: HubFile): string {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return `${hub.replace(/\/+$/, "")}/${repository}/resolve/${revision}/${encoded}`;
}

/** Files beside the graphs that a model needs or that say something of it. */
const SMALL_FILES = [
  "config.json",
  "modules.json",
  "sentence_bert_config.json",
  "config_sentence_transformers.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "special_tokens_map.json",
  "preprocessor_config.json",
  "sparse_linear.safetensors",
  "sparse_linear.pt",
];
/** A graph for texts, or one for each tower of a model for pictures and texts. */
const STEMS = [["model"], ["text_model", "vision_model"]] as const;

export interface Selection {
  readonly type: GraphType;
  readonly small: readonly HubFile[];
  readonly graphs: readonly HubFile[];
}

/**
 * Chooses what to fetch: the first listing is the model's own and wins, others fill what it lacks. For `auto` the
 * first type that any of them has. Throws MODEL_DOWNLOAD_FAILED, saying which types there are.
 */
export function selectFiles(name: string, listings: readonly Listing[], choice: GraphChoice): Selection {
  const all = Object.keys(GRAPH_SUFFIXES) as GraphType[];
  const found = all
    .map((type) => ({ type, graphs: graphsOf(listings, type) }))
    .filter(({ graphs }) => graphs.length > 0);
  const chosen = choice === "auto" ? found[0] : found.find(({ type }) => type === choice);
  if (chosen === undefined) {
    const repositories = listings.map(({ repository }) => repository).join(" and ");
    const types = found.map(({ type }) => type).join(", ");
    const there =
      found.length === 0 ? "no ONNX graph at all" : `graphs of the types ${types}: ask for one of them`;
    throw fail(
      "MODEL_DOWNLOAD_FAILED",
      `${name} has no ONNX graph of type ${choice}; ${repositories} has ${there}`,
    );
  }
  const pooling = listings
    .flatMap(({ files }) => files)
    .filter(({ path }) => /^\d_Pooling\/config\.json$/.test(path));
  const small = SMALL_FILES.flatMap((path) => firstOf(listings, path) ?? []);
  const missing = ["config.json", "tokenizer.json"].find((path) => !small.some((file) => file.path === path));
  if (missing !== undefined)
    throw fail("MODEL_DOWNLOAD_FAILED", `${name} has no ${missing}, without which it cannot be run`);
  return { type: chosen.type, graphs: chosen.graphs, small: [...small, ...pooling.slice(0, 1)] };
}

/** True for a model with a tower for pictures: it says how they are prepared. */
export function readsPictures(listings: readonly Listing[]): boolean {
  return firstOf(listings, "preprocessor_config.json") !== undefined;
}

/** The files of a listing in which a graph says its weights are. Throws MODEL_DOWNLOAD_FAILED where one is not there. */
export function externalOf(
  listings: readonly Listing[],
  graph: HubFile,
  names: readonly string[],
): HubFile[] {
  const folder = graph.path.includes("/") ? graph.path.slice(0, graph.path.lastIndexOf("/") + 1) : "";
  const files = listings.find(({ repository }) => repository === graph.repository)?.files ?? [];
  return names.map((name) => {
    const file = files.find(({ path }) => path === `${folder}${name}`);
    if (file !== undefined) return file;
    throw fail(
      "MODEL_DOWNLOAD_FAILED",
      `${graph.repository} lacks ${folder}${name}, in which ${graph.path} keeps weights`,
    );
  });
}

function graphsOf(listings: readonly Listing[], type: GraphType): HubFile[] {
  for (const { files } of listings) {
    for (const stems of STEMS) {
      const graphs = stems.flatMap((stem) => {
        const name = `${stem}${GRAPH_SUFFIXES[type]}.onnx`;
        return files.find(({ path }) => path === `onnx/${name}` || path === name) ?? [];
      });
      if (graphs.length === stems.length) return graphs;
    }
  }
  return [];
}

function firstOf(listings: readonly Listing[], wanted: string): HubFile | undefined {
  return listings.flatMap(({ files }) => files).find(({ path }) => path === wanted);
}

/** A path of plain parts, which cannot lead out of a folder. */
function isPlainPath(path: string): boolean {
  return (
    path.length <= 400 &&
    path.split("/").every((part) => /^[\w][\w .+@-]*$/.test(part) && !part.endsWith("."))
  );
}

function checksumOf(oid: string | undefined): Checksum | undefined {
  const sum = oid?.replace(/^sha256:/, "").toLowerCase() ?? "";
  if (/^[0-9a-f]{64}$/.test(sum)) return { sha256: sum };
  return /^[0-9a-f]{40}$/.test(sum) ? { gitBlob: sum } : undefined;
}

/** The next page of a listing (RFC 8288), of the same server only. */
function nextPage(link: string | null, present: string): string | undefined {
  const target = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? "")?.[1];
  if (target === undefined) return undefined;
  const url = URL.parse(target, present);
  return url !== null && url.origin === new URL(present).origin ? url.href : undefined;
}

function strange(url: string): Error {
  return fail("MODEL_DOWNLOAD_FAILED", `${url} did not answer as Hugging Face does; is MODEL_HUB_URL right?`);
}
