import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Claim, resolveIdentities } from "../anime/identity.ts";
import { normaliseEntry } from "../anime/normalise.ts";
import { openInput, readEntries } from "./open.ts";

const SHARED = process.env.KOTODAMA_SHARED ?? join(import.meta.dirname, "../../../shared");
const file = (name: string) => join(SHARED, "data", name);
const skip = existsSync(file("anime.jsonl.gz"))
  ? false
  : "needs the real data of ../shared/data, which is not here";

/** Reads a whole file; every record must be read and accepted. */
async function claimsOf(name: string): Promise<Claim[]> {
  const { records } = await readEntries(await openInput(file(name)));
  const claims: Claim[] = [];
  for await (const record of records) {
    assert.ok(record.ok, record.ok ? "" : `line ${record.line}: ${record.reason}`);
    const { entry, errors } = normaliseEntry(record.entry);
    assert.ok(entry, `line ${record.line}: ${JSON.stringify(errors)}`);
    const { id, title, sources = [] } = entry;
    claims.push({ key: `${name} ${record.line}`, title, sources, ...(id !== undefined && { id }) });
  }
  return claims;
}

test("every entry of the real files is accepted, and both files hold the same anime", {
  skip,
}, async (context) => {
  const start = performance.now();
  const ours = await claimsOf("anime.jsonl.gz");
  const read = performance.now();
  const theirs = await claimsOf("anime-offline-database.jsonl.zst");
  assert.equal(ours.length, 25_804);
  assert.equal(theirs.length, 25_804);
  const { groups, conflicts } = resolveIdentities([...theirs, ...ours]);
  context.diagnostic(
    `${Math.round(read - start)} ms for anime.jsonl.gz, ${Math.round(performance.now() - start)} ms in all`,
  );
  assert.equal(groups.length, 25_804);
  assert.deepEqual(new Set(groups.map((group) => group.id)), new Set(ours.map((claim) => claim.id)));
  assert.equal(conflicts.length, 5);
});

test("the enriched entries are accepted", { skip }, async () => {
  assert.equal((await claimsOf("enriched-sample.json")).length, 27);
});
