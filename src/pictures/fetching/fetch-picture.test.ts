import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before, describe, test } from "node:test";
import { type ErrorCode, isFailure } from "../../errors.ts";
import { PictureFetcher } from "./fetch-picture.ts";
import { isPublicAddress, type Resolver } from "./public-address.ts";

const LIMITS = { maxBytes: 1_000, timeoutMs: 2_000 };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let base: string;
let answer: Answer;
let asked: { url: string; headers: IncomingMessage["headers"] }[] = [];

before(async () => {
  server = createServer((request, response) => {
    asked.push({ url: request.url!, headers: request.headers });
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const opened: PictureFetcher[] = [];
function fetcher(options: { allowPrivate?: boolean; resolve?: Resolver } = {}): PictureFetcher {
  const made = new PictureFetcher({ allowPrivate: true, ...options });
  opened.push(made);
  return made;
}
afterEach(async () => {
  asked = [];
  for (const one of opened.splice(0)) await one.close();
});

const refused = (code: ErrorCode, reason: RegExp) => (error: unknown) => {
  assert.ok(isFailure(error, code), String(error));
  assert.match(error.message, reason);
  return true;
};

/** A name server that knows one host, and how often it was asked. */
function resolver(...answers: string[][]): Resolver & { asked: number } {
  const resolve = (_host: string, _options: object, callback: (...all: unknown[]) => void) => {
    const addresses = answers[Math.min(resolve.asked++, answers.length - 1)]!;
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  resolve.asked = 0;
  return resolve as unknown as Resolver & { asked: number };
}

describe("fetching a picture", () => {
  test("gives its bytes and what names them, and says who asks", async () => {
    answer = (_, response) =>
      response
        .setHeader("etag", '"a"')
        .setHeader("last-modified", "Mon, 02 Nov 2026 10:00:00 GMT")
        .end("picture");
    const fetched = await fetcher().fetch(`${base}/a.jpg?x=1`, null, LIMITS);
    assert.ok(fetched.kind === "fetched");
    assert.equal(Buffer.from(fetched.bytes).toString(), "picture");
    assert.deepEqual([fetched.etag, fetched.lastModified], ['"a"', "Mon, 02 Nov 2026 10:00:00 GMT"]);
    assert.equal(asked[0]!.url, "/a.jpg?x=1");
    assert.match(asked[0]!.headers["user-agent"]!, /^Kotodama\//);
    assert.equal(asked[0]!.headers["accept-encoding"], "identity");
  });

  test("asks whether it has changed, and takes no for an answer", async () => {
    answer = (request, response) => {
      response.statusCode = request.headers["if-none-match"] === '"a"' ? 304 : 200;
      response.end();
    };
    const validators = { etag: '"a"', lastModified: "Mon, 02 Nov 2026 10:00:00 GMT" };
    assert.deepEqual(await fetcher().fetch(base, validators, LIMITS), { kind: "unchanged" });
    assert.equal(asked[0]!.headers["if-modified-since"], validators.lastModified);
  });

  test("does not take 304 for an answer where it did not ask", async () => {
    answer = (_, response) => response.writeHead(304).end();
    await assert.rejects(fetcher().fetch(base, null, LIMITS), refused("PICTURE_REFUSED", /304/));
  });

  test("follows three redirects and no more", async () => {
    answer = ({ url }, response) => {
      const left = Number(url!.slice(1));
      if (left === 0) response.end("there");
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    };
    const fetched = await fetcher().fetch(`${base}/3`, null, LIMITS);
    assert.ok(fetched.kind === "fetched" && fetched.bytes.length === 5);
    await assert.rejects(
      fetcher().fetch(`${base}/4`, null, LIMITS),
      refused("PICTURE_REFUSED", /more than 3/),
    );
  });

  test("stops at the limit, announced or not", async () => {
    answer = (_, response) => response.setHeader("content-length", "5000").end(Buffer.alloc(5_000));
    await assert.rejects(fetcher().fetch(base, null, LIMITS), refused("PICTURE_TOO_LARGE", /5000 bytes/));
    answer = (_, response) => {
      const more = () => {
        if (!response.destroyed) response.write(Buffer.alloc(400), () => setImmediate(more));
      };
      more();
    };
    await assert.rejects(fetcher().fetch(base, null, LIMITS), refused("PICTURE_TOO_LARGE", /more bytes/));
  });

  test("gives up on a server that is silent, that hangs up, or that stops half way", async () => {
    const quick = { ...LIMITS, timeoutMs: 60 };
    answer = () => undefined;
    await assert.rejects(
      fetcher().fetch(base, null, quick),
      refused("PICTURE_UNREACHABLE", /longer than 60 ms/),
    );
    answer = (_, response) => response.socket!.destroy();
    await assert.rejects(
      fetcher().fetch(base, null, LIMITS),
      refused("PICTURE_UNREACHABLE", /cannot be fetched/),
    );
    answer = (_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.socket!.destroy());
    };
    await assert.rejects(
      fetcher().fetch(base, null, LIMITS),
      refused("PICTURE_UNREACHABLE", /cannot be fetched/),
    );
  });

  test("tells what may change from what will not, with the time that the server names", async () => {
    for (const [status, code] of [
      [404, "PICTURE_REFUSED"],
      [403, "PICTURE_REFUSED"],
      [429, "PICTURE_UNREACHABLE"],
      [500, "PICTURE_UNREACHABLE"],
      [503, "PICTURE_UNREACHABLE"],
    ] as const) {
      answer = (_, response) => response.writeHead(status, { "retry-after": "120" }).end("no");
      await assert.rejects(fetcher().fetch(base, null, LIMITS), (error) => {
        assert.ok(isFailure(error, code), `${status}`);
        assert.equal(error.retryAfter, code === "PICTURE_UNREACHABLE" ? 120 : undefined);
        return true;
      });
    }
  });

  test("ends with the caller's reason where the caller stops it", async () => {
    const stopping = new AbortController();
    answer = () => stopping.abort(new Error("enough"));
    await assert.rejects(fetcher().fetch(base, null, LIMITS, stopping.signal), /enough/);
  });

  test("says no password of a URL", async () => {
    answer = (_, response) => response.writeHead(404).end();
    const location = base.replace("//", "//me:secret@");
    await assert.rejects(fetcher().fetch(location, null, LIMITS), (error) => {
      assert.doesNotMatch((error as Error).message, /secret/);
      return true;
    });
  });
});

describe("addresses that are not public are refused", () => {
  const strict = (resolve = resolver(["127.0.0.1"])) => fetcher({ allowPrivate: false, resolve });
  const port = () => new URL(base).port;

  test("as an address, in every spelling", async () => {
    answer = (_, response) => response.end("inside");
    for (const host of [
      "127.0.0.1",
      "2130706433",
      "0x7f.1",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "0.0.0.0",
      "169.254.169.254",
    ]) {
      await assert.rejects(
        strict().fetch(`http://${host}:${port()}/`, null, LIMITS),
        refused("PICTURE_REFUSED", /not a public address/),
      );
    }
    assert.equal(asked.length, 0);
  });

  test("behind a name, also where one of its addresses is public", async () => {
    for (const addresses of [["127.0.0.1"], ["93.184.216.34", "10.0.0.5"], ["fd00::1"]]) {
      await assert.rejects(
        strict(resolver(addresses)).fetch(`http://pictures.example.org:${port()}/`, null, LIMITS),
        refused("PICTURE_REFUSED", /not a public address/),
      );
    }
    assert.equal(asked.length, 0);
  });

  test("after a redirect", async () => {
    answer = (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end();
    await assert.rejects(fetcher().fetch(base, null, LIMITS), refused("PICTURE_REFUSED", /no http or https/));
  });

  test("where connecting asks again: what is checked is what is connected to", async () => {
    const rebinding = resolver(["127.0.0.1"], ["93.184.216.34"]);
    await assert.rejects(
      strict(rebinding).fetch(`http://rebinding.example.org:${port()}/`, null, LIMITS),
      refused("PICTURE_REFUSED", /127\.0\.0\.1/),
    );
    assert.equal(rebinding.asked, 1, "one look-up, by the connection itself");
  });

  test("but not where the operator allows them", async () => {
    answer = (_, response) => response.end("inside");
    const fetched = await fetcher({ resolve: resolver(["127.0.0.1"]) }).fetch(
      `http://intranet.example.org:${port()}/`,
      null,
      LIMITS,
    );
    assert.equal(fetched.kind, "fetched");
  });

  test("other schemes and what is no URL", async () => {
    for (const location of ["ftp://example.org/a.jpg", "javascript:1", "//example.org", "", "http://"]) {
      await assert.rejects(
        strict().fetch(location, null, LIMITS),
        refused("PICTURE_REFUSED", /no (http|URL)/),
      );
    }
  });
});

test("public addresses are told from all others", () => {
  for (const address of ["93.184.216.34", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946"])
    assert.equal(isPublicAddress(address), true, address);
  for (const address of [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.1.1",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "::",
    "::1",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2001:db8::1",
    "nonsense",
    "",
  ])
    assert.equal(isPublicAddress(address), false, address);
});
