import assert from "node:assert/strict";
import { test } from "node:test";
import { isFailure } from "../../errors.ts";
import { all } from "../fixtures.ts";
import { type FetchOptions, fetchBytes, isPrivateAddress } from "./fetch-bytes.ts";

/** Answers by URL, and keeps what was asked for. */
function network(answers: Record<string, () => Response>): FetchOptions & { asked: string[] } {
  const asked: string[] = [];
  const get = async (url: URL) => {
    asked.push(url.href);
    return answers[url.href]!();
  };
  return { asked, fetch: get as typeof fetch, lookup: async () => ["93.184.216.34"] };
}

const redirect = (location: string) => () => new Response(null, { status: 302, headers: { location } });
const refused = (reason: RegExp) => (error: unknown) =>
  isFailure(error, "INPUT_UNREADABLE") && reason.test(error.message);

test("a URL is read over redirects, with its length", async () => {
  const options = network({
    "https://example.org/a": redirect("/b"),
    "https://example.org/b": redirect("https://cdn.example.org/c"),
    "https://cdn.example.org/c": () => new Response("content", { headers: { "content-length": "7" } }),
  });
  const { bytes, size } = await fetchBytes("https://example.org/a", options);
  assert.equal(size, 7);
  assert.equal(Buffer.concat(await all(bytes)).toString(), "content");
  assert.equal(options.asked.length, 3);
});

test("addresses that are not public are refused, at first and after a redirect, unless allowed", async () => {
  const options = network({
    "http://127.0.0.1:8080/": () => new Response("x"),
    "https://example.org/": redirect("http://169.254.169.254/latest"),
    "https://file.example.org/": redirect("file:///etc/passwd"),
  });
  await assert.rejects(fetchBytes("http://127.0.0.1:8080/", options), refused(/not a public address/));
  await assert.rejects(fetchBytes("https://example.org/", options), refused(/169\.254\.169\.254/));
  await assert.rejects(fetchBytes("https://file.example.org/", options), refused(/no http or https/));
  const inside = { ...options, lookup: async () => ["93.184.216.34", "10.0.0.5"] };
  await assert.rejects(fetchBytes("https://intranet.example.org/", inside), refused(/10\.0\.0\.5/));
  const { bytes } = await fetchBytes("http://127.0.0.1:8080/", { ...options, allowPrivate: true });
  assert.equal(Buffer.concat(await all(bytes)).toString(), "x");
});

test("private addresses are known in every spelling that a resolver gives", () => {
  for (const address of [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "0.0.0.0",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "64:ff9b::a00:1",
    "no address",
  ]) {
    assert.equal(isPrivateAddress(address), true, address);
  }
  for (const address of ["93.184.216.34", "172.32.0.1", "2606:2800:220:1::1", "::ffff:93.184.216.34"]) {
    assert.equal(isPrivateAddress(address), false, address);
  }
});

test("limits on redirects and bytes, and answers that are none, are told", async () => {
  const options = network({
    "https://example.org/loop": redirect("/loop"),
    "https://example.org/big": () => new Response("x", { headers: { "content-length": "1000" } }),
    "https://example.org/endless": () => new Response("x".repeat(1000)),
    "https://example.org/gone": () => new Response("no", { status: 404, statusText: "Not Found" }),
  });
  await assert.rejects(fetchBytes("https://example.org/loop", options), refused(/more than 5 times/));
  await assert.rejects(
    fetchBytes("https://example.org/big", { ...options, maxBytes: 100 }),
    refused(/at most 100/),
  );
  await assert.rejects(fetchBytes("https://example.org/gone", options), refused(/404 Not Found/));
  const { bytes } = await fetchBytes("https://example.org/endless", { ...options, maxBytes: 100 });
  await assert.rejects(all(bytes), refused(/more than 100 bytes/));
});

test("a host that stays silent is given up", async () => {
  const silent = ((_: URL, { signal }: RequestInit) =>
    new Promise((_, reject) =>
      signal!.addEventListener("abort", () => reject(signal!.reason)),
    )) as typeof fetch;
  const options = { fetch: silent, lookup: async () => ["93.184.216.34"], timeoutMs: 5 };
  // The timer lets the process end; something must keep it until then.
  const alive = setInterval(() => undefined, 1000);
  await assert.rejects(fetchBytes("https://example.org/", options), refused(/did not answer within 5 ms/));
  clearInterval(alive);
});
