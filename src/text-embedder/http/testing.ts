import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server was asked, read as JSON. */
export interface SeenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: { readonly model?: string; readonly input?: string[]; readonly inputs?: string[] };
}

export interface EmbeddingTestServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Most requests that were under way at once. */
  readonly mostAtOnce: () => number;
  close(): Promise<void>;
}

type Answering = (request: SeenRequest, response: ServerResponse, turn: number) => void | Promise<void>;

/** A vector that tells which text it is of: its length, its first letter's code, and 1. Not of unit length. */
export function vectorOf(text: string): number[] {
  return [text.length, text.charCodeAt(0) || 0, 1];
}

/** What each API answers when all is well. */
export function goodAnswer({ path, body }: SeenRequest): unknown {
  if (path.endsWith("/embed") && body.inputs) return body.inputs.map(vectorOf);
  const vectors = (body.input ?? []).map(vectorOf);
  if (path.endsWith("/api/embed")) return { model: body.model, embeddings: vectors };
  // In the wrong order, as the index allows.
  return { data: vectors.map((embedding, index) => ({ index, embedding })).reverse() };
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** An embedding server on a free port of this machine; `answer` does what the test is about. */
export async function startEmbeddingServer(
  answer: Answering = (request, response) => sendJson(response, 200, goodAnswer(request)),
): Promise<EmbeddingTestServer> {
  const seen: SeenRequest[] = [];
  let underWay = 0;
  let most = 0;
  const server = createServer(async (incoming: IncomingMessage, response) => {
    underWay++;
    most = Math.max(most, underWay);
    response.on("close", () => underWay--);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request: SeenRequest = {
      path: incoming.url ?? "",
      authorization: incoming.headers.authorization,
      body: JSON.parse(Buffer.concat(chunks).toString("utf8")) as SeenRequest["body"],
    };
    seen.push(request);
    await answer(request, response, seen.length);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    mostAtOnce: () => most,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
