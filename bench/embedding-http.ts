/** An ingest whose texts a server embeds: what batches and several requests at once are worth. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as after } from "node:timers/promises";
import { bundledFiles } from "./catalogue.ts";
import type { Section } from "./report.ts";
import { freshDataDir, kotodama } from "./service.ts";

/** What a small model on a GPU in the same network takes: so many ms a request, and so many for each of its texts. */
const REQUEST_MS = 25;
const TEXT_MS = 1;
const DIMENSION = 384;

const WAYS = [
  { what: "one text at a time", batch: 1, atOnce: 1 },
  { what: "batches of 32", batch: 32, atOnce: 1 },
  { what: "batches of 32, 4 at once (as it ships)", batch: 32, atOnce: 4 },
];

export async function embeddingHttp(): Promise<Section> {
  const server = await pretendingServer();
  try {
    const rows = [];
    for (const { what, batch, atOnce } of WAYS) {
      server.reset();
      const { seconds } = await kotodama(freshDataDir(), ["ingest", ...bundledFiles()], [0], {
        TEXT_EMBEDDING_PROVIDER: "http",
        TEXT_EMBEDDING_MODEL: "pretended",
        TEXT_EMBEDDING_URL: server.url,
        TEXT_EMBEDDING_SPACES: "title_vector,genre_vector,review_vector",
        TEXT_EMBEDDING_BATCH_SIZE: String(batch),
        TEXT_EMBEDDING_CONCURRENCY: String(atOnce),
      });
      const { requests, texts } = server.counts();
      rows.push({ what, requests, texts, seconds });
      process.stderr.write(`  ${what}: ${seconds.toFixed(1)} s\n`);
    }
    const [single, , shipped] = rows.map(({ seconds }) => seconds) as [number, number, number];
    return {
      title: "Embedding by a server",
      notes: [
        `\`kotodama ingest\` of the bundled catalogue into an empty folder, from its start to its end, three spaces embedded by a server on this machine that computes nothing: it answers after ${REQUEST_MS} ms and ${TEXT_MS} ms a text, one request after another, as one GPU would.`,
      ],
      tables: [{ title: "The whole ingest", rows }],
      goals: [
        {
          what: "as it ships, times faster than one at a time",
          measured: single / shipped,
          unit: "×",
          least: 3,
        },
      ],
    };
  } finally {
    await server.close();
  }
}

/** An OpenAI-compatible server whose vectors come from a hash of the text. */
async function pretendingServer() {
  let counts = { requests: 0, texts: 0 };
  let busy: Promise<unknown> = Promise.resolve();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { input } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { input: string[] };
    counts = { requests: counts.requests + 1, texts: counts.texts + input.length };
    // Requests travel side by side; the model takes one batch after the other.
    await after(REQUEST_MS);
    busy = busy.then(() => after(TEXT_MS * input.length));
    await busy;
    const data = input.map((text, index) => ({ index, embedding: vectorOf(text) }));
    response.setHeader("content-type", "application/json").end(JSON.stringify({ data }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts: () => counts,
    reset() {
      counts = { requests: 0, texts: 0 };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function vectorOf(text: string): number[] {
  let state = 0;
  for (let i = 0; i < text.length; i++) state = (Math.imul(state, 31) + text.charCodeAt(i)) | 0;
  return Array.from({ length: DIMENSION }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  });
}
