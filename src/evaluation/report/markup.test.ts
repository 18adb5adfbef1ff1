import assert from "node:assert/strict";
import { test } from "node:test";
import { html, raw } from "./markup.ts";

test("what is filled in is text, whatever it looks like", () => {
  const hostile = `<script>alert("1")</script> & 'so'`;
  const shown = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;so&#39;";
  assert.equal(html`<p title="${hostile}">${hostile}</p>`.text, `<p title="${shown}">${shown}</p>`);
  assert.equal(html`${"&amp;"}`.text, "&amp;amp;");
});

test("markup stays markup, lists are joined, numbers are written", () => {
  const items = [1, 2].map((n) => html`<li>${n}</li>`);
  assert.equal(html`<ul>${items}</ul>${raw("<hr>")}${[]}${0}`.text, "<ul><li>1</li><li>2</li></ul><hr>0");
});

test("control characters, turned directions and halves of characters do not reach the page", () => {
  assert.equal(html`${"a\u0000b\u202ec\u001bd\te\nf\ud800"}`.text, "abcd\te\nf\ufffd");
});
