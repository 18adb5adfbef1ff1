import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isFailure } from "../../errors.ts";
import { decodeEmbedderFile, encodeEmbedderFile } from "./embedder-file.ts";

const TINY = {
  identity: { provider: "builtin", model: "tiny", dimension: 2, pooling: "centred-root-sum" },
  provenance: { teacher: "none", seed: 7 },
  vocabulary: ["cat", "dog", "##s", "ねこ"],
  table: Int8Array.of(127, 0, 0, 127, 10, -128, -1, 1),
  scales: Float32Array.of(0.5, 0.25, 1, 2),
  centre: Float32Array.of(0.125, -0.5),
};

function refusal(file: Uint8Array): string {
  try {
    decodeEmbedderFile(file, "tiny.bin");
  } catch (error) {
    assert.ok(isFailure(error, "EMBEDDER_FILE_INVALID"), String(error));
    return error.message;
  }
  return assert.fail("the file was taken");
}

describe("the embedder file", () => {
  it("gives back what was written", () => {
    const read = decodeEmbedderFile(encodeEmbedderFile(TINY), "tiny.bin");
    const { revision, ...identity } = read.identity;
    assert.deepEqual(identity, TINY.identity);
    assert.match(revision, /^[0-9a-f]{16}$/);
    assert.deepEqual({ ...read, identity: TINY.identity }, TINY);
  });

  it("can be read from any place in a larger buffer", () => {
    const file = encodeEmbedderFile(TINY);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    assert.deepEqual(decodeEmbedderFile(shifted.subarray(3), "tiny.bin").centre, TINY.centre);
  });

  it("has a revision that changes with any vector, token or centre, and with nothing else", () => {
    const revision = (change: Partial<typeof TINY>) =>
      decodeEmbedderFile(encodeEmbedderFile({ ...TINY, ...change }), "tiny.bin").identity.revision;
    const original = revision({});
    assert.equal(revision({ provenance: { teacher: "another", seed: 8 } }), original);
    assert.notEqual(revision({ table: TINY.table.with(3, 126) }), original);
    assert.notEqual(revision({ scales: TINY.scales.with(0, 0.75) }), original);
    assert.notEqual(revision({ centre: TINY.centre.with(1, 0.5) }), original);
    assert.notEqual(revision({ vocabulary: ["cat", "dog", "##z", "ねこ"] }), original);
  });

  it("refuses another kind of file and another format version", () => {
    assert.match(refusal(Buffer.from("PK\u0003\u0004 something else")), /does not begin with "KTDMEMBD"/);
    assert.match(refusal(new Uint8Array(0)), /does not begin/);
    const file = encodeEmbedderFile(TINY);
    file.writeUInt32LE(9, 8);
    assert.match(refusal(file), /format version is 9, this program reads 2/);
  });

  it("refuses a file cut at any byte", () => {
    const file = encodeEmbedderFile(TINY);
    for (let length = 0; length < file.length; length++) refusal(file.subarray(0, length));
  });

  it("refuses a file with any bit of its header or sections turned", () => {
    const file = encodeEmbedderFile(TINY);
    const headerEnd = 20 + file.readUInt32LE(12);
    const start = Math.ceil(headerEnd / 64) * 64;
    const { sections } = JSON.parse(file.toString("utf8", 20, headerEnd)) as {
      sections: { offset: number; bytes: number }[];
    };
    const spans = [[0, headerEnd], ...sections.map((s) => [start + s.offset, start + s.offset + s.bytes])];
    for (const [from, to] of spans) {
      for (let at = from!; at < to!; at++) {
        const damaged = Buffer.from(file);
        damaged[at]! ^= 1 << (at % 8);
        refusal(damaged);
      }
    }
  });

  it("refuses sections that do not fit the number of tokens", () => {
    assert.match(refusal(encodeEmbedderFile({ ...TINY, table: new Int8Array(6) })), /do not hold 4 tokens/);
    assert.match(
      refusal(encodeEmbedderFile({ ...TINY, scales: new Float32Array(3) })),
      /do not hold 4 tokens/,
    );
    assert.match(refusal(encodeEmbedderFile({ ...TINY, centre: new Float32Array(3) })), /of dimension 2/);
  });
});
