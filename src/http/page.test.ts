import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openTestService, type TestService } from "./testing.ts";

let service: TestService;
before(async () => {
  service = await openTestService({
    entries: [
      { title: "<img src=x onerror=alert(1)>", type: "TV", sources: ["https://myanimelist.net/anime/1"] },
      {
        title: "</script><script>alert(2)</script>",
        type: "TV",
        sources: ["https://myanimelist.net/anime/2"],
      },
    ],
  });
});
after(() => service.close());

test("the page, its parts and the references are served as what they are", async () => {
  const types: Record<string, RegExp> = {
    "/": /^text\/html/,
    "/?q=notebook": /^text\/html/,
    "/page/page.js": /^text\/javascript/,
    "/page/page.css": /^text\/css/,
    "/page/icon.svg": /^image\/svg\+xml/,
    "/docs/": /^text\/html/,
    "/redoc": /^text\/html/,
  };
  for (const [url, type] of Object.entries(types)) {
    const { statusCode, headers } = await service.app.inject(url);
    assert.equal(statusCode, 200, url);
    assert.match(String(headers["content-type"]), type, url);
  }
  for (const url of [
    "/page/",
    "/page/../package.json",
    "/page/%2e%2e/package.json",
    "/page/page.js.map",
    "/docs/static/nope.js",
  ]) {
    assert.equal((await service.app.inject(url)).statusCode, 404, url);
  }
});

test("the page runs under its own policy: no inline script or style, nothing from elsewhere", async () => {
  const { body } = await service.app.inject("/");
  assert.doesNotMatch(body, /<style|\sstyle=|\son\w+=|javascript:/i);
  for (const [, attributes, content] of body.matchAll(/<script([^>]*)>([^<]*)/g)) {
    assert.match(attributes!, /src="\/page\//);
    assert.equal(content, "");
  }
  for (const [, url] of body.matchAll(/(?:src|href)="([^"]*)"/g)) assert.match(url!, /^\/(?!\/)/);
});

test("what comes from the catalogue is set as text: the script makes no markup", async () => {
  const { body } = await service.app.inject("/page/page.js");
  assert.doesNotMatch(
    body,
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTML|eval\(|new Function|DOMParser|createContextualFragment/,
  );
});

test("answers are never taken for markup", async () => {
  for (const url of [
    "/api/v1/search?sort=year",
    "/api/v1/anime/img-src-x-onerror-alert-1",
    "/api/v1/search?q=%3Cimg%20src=x%3E&limit=x",
  ]) {
    const { headers, body } = await service.app.inject(url);
    assert.match(String(headers["content-type"]), /^application\/(problem\+)?json/, body);
    assert.equal(headers["x-content-type-options"], "nosniff");
  }
  const notFound = await service.app.inject("/%3Cscript%3Ealert(1)%3C/script%3E");
  assert.match(String(notFound.headers["content-type"]), /^application\/problem\+json/);
});
