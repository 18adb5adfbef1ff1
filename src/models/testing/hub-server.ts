import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What one answer to a request for a file does instead of sending it all. */
export type Trouble =
  /** So many bytes, then the connection ends. */
  | { readonly kind: "drop"; readonly after: number }
  /** So many bytes, then nothing. */
  | { readonly kind: "stall"; readonly after: number }
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: number }
  /** Other bytes of the same length. */
  | { readonly kind: "garble" }
  /** More than was announced in the listing. */
  | { readonly kind: "long" };

export interface HubServerOptions {
  /** Files by repository and path. */
  readonly repositories: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
  /** Files, by the end of their path, that come with trouble: an item for each request, then none. */
  readonly troubles?: Record<string, Trouble[]>;
  readonly ignoresRange?: boolean;
  /** Files a page of the listing. */
  readonly pageSize?: number;
}

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** A server on loopback that answers as Hugging Face does, as far as models are fetched from it. */
export async function startHubServer(options: HubServerOptions) {
  const requests: { readonly path: string; readonly range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? "", range: request.headers.range });
    answer(options, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(options: HubServerOptions, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const [, repository, what, rest] =
    /^\/api\/models\/([^/]+\/[^/]+)\/(revision|tree)\/(.+)$/.exec(url.pathname) ??
    /^\/([^/]+\/[^/]+)\/(resolve)\/(.+)$/.exec(url.pathname) ??
    [];
  const files = repository === undefined ? undefined : options.repositories[repository];
  if (files === undefined) refuse(response, 404);
  else if (what === "revision") json(response, { sha: COMMIT });
  else if (what === "tree") tree(options, files, url, response);
  else {
    const path = decodeURIComponent(rest!.slice(rest!.indexOf("/") + 1));
    const troubled = Object.entries(options.troubles ?? {}).find(([end]) => path.endsWith(end));
    const range = options.ignoresRange ? undefined : request.headers.range;
    sendFile(files[path], troubled?.[1].shift(), range, response);
  }
}

function tree(
  { pageSize = 3 }: HubServerOptions,
  files: Readonly<Record<string, Uint8Array>>,
  url: URL,
  response: ServerResponse,
): void {
  const entries = Object.entries(files).map(([path, bytes]) => {
    const isLarge = path.endsWith(".onnx") || path.endsWith("_data");
    const blob = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
    const lfs = {
      oid: createHash("sha256").update(bytes).digest("hex"),
      size: bytes.length,
      pointerSize: 135,
    };
    return {
      type: "file",
      path,
      size: bytes.length,
      oid: isLarge ? "f".repeat(40) : blob,
      ...(isLarge ? { lfs } : {}),
    };
  });
  const all = [{ type: "directory", path: "onnx", oid: "0", size: 0 }, ...entries];
  const from = Number(url.searchParams.get("cursor") ?? 0);
  const next = new URL(url);
  next.searchParams.set("cursor", String(from + pageSize));
  if (from + pageSize < all.length)
    response.setHeader("link", `<${next.pathname}${next.search}>; rel="next"`);
  json(response, all.slice(from, from + pageSize));
}

/** Time for what was sent to arrive before the connection ends, in ms: a client forgets what it has not read then. */
const BEFORE_DROP = 20;

function sendFile(
  whole: Uint8Array | undefined,
  trouble: Trouble | undefined,
  range: string | undefined,
  response: ServerResponse,
): void {
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
  if (trouble?.kind === "status") {
    if (trouble.retryAfter !== undefined) response.setHeader("retry-after", String(trouble.retryAfter));
    refuse(response, trouble.status);
    return;
  }
  if (whole === undefined || (from > 0 && from >= whole.length)) {
    refuse(response, whole === undefined ? 404 : 416);
    return;
  }
  let bytes: Uint8Array = whole.subarray(from);
  if (trouble?.kind === "garble") bytes = bytes.map((byte) => byte ^ 1);
  if (trouble?.kind === "long") bytes = Buffer.concat([bytes, Buffer.from("and more")]);
  if (from > 0) response.setHeader("content-range", `bytes ${from}-${whole.length - 1}/${whole.length}`);
  response.writeHead(from > 0 ? 206 : 200, { "content-length": bytes.length });
  if (trouble?.kind === "drop" || trouble?.kind === "stall") response.write(bytes.subarray(0, trouble.after));
  else response.end(bytes);
  if (trouble?.kind === "drop") setTimeout(() => response.destroy(), BEFORE_DROP);
}

function json(response: ServerResponse, body: unknown): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status);
  response.end();
}
