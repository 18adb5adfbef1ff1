import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { HttpConnection } from "./http-client.ts";

let server: Server;
let url: URL;

before(async () => {
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    if (request.url === "/endless") {
      response.write("a part of");
      response.end("unknown length");
      return;
    }
    response.writeHead(request.url === "/refused" ? 422 : 200, { "content-length": body.length });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

after(() => {
  server.closeAllConnections();
  server.close();
});

test("one connection carries answer after answer, small, large and of any letters", async () => {
  const connection = await HttpConnection.open(url);
  for (const body of ["x", "進撃の巨人", "y".repeat(500_000), "z"]) {
    const answer = await connection.post("/echo", body);
    assert.equal(answer.status, 200);
    assert.equal(answer.body.toString(), body);
  }
  assert.equal((await connection.post("/refused", "{}")).status, 422);
  connection.close();
});

test("an answer of unknown length is an error, not a wait for ever", async () => {
  const connection = await HttpConnection.open(url);
  await assert.rejects(connection.post("/endless", "{}"), /unknown length/);
});
