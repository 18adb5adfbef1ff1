import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isFailure } from "../../errors.ts";
import { safetensorsFile, torchFile } from "../../models/testing/tensor-files.ts";
import { lexicalWeights, tokenScore } from "./lexical-head.ts";
import { numbersOf, readSafetensors } from "./safetensors.ts";
import { readTorchFile } from "./torch-file.ts";

const TENSORS = {
  weight: { values: Float32Array.of(1, -2, 0.5), shape: [1, 3] },
  bias: { values: Float32Array.of(0.25), shape: [1] },
};
const FORMATS = [
  { name: "safetensors", write: safetensorsFile, read: readSafetensors },
  { name: "torch", write: torchFile, read: readTorchFile },
];

for (const { name, write, read } of FORMATS) {
  describe(name, () => {
    test("gives back what was written", () => {
      assert.deepEqual(Object.fromEntries(read(write(TENSORS), "a file")), TENSORS);
    });

    test("a damaged file is refused, wherever it is cut or changed", () => {
      const file = write(TENSORS);
      const refuses = (bytes: Uint8Array) => {
        try {
          read(bytes, "a file");
        } catch (error) {
          assert.ok(isFailure(error, "MODEL_INVALID"), String(error));
        }
      };
      for (let length = 0; length < file.length; length++) {
        assert.throws(
          () => read(file.subarray(0, length), "a file"),
          (error) => isFailure(error, "MODEL_INVALID"),
          `cut at ${length}`,
        );
      }
      // A changed number is still a number; what is not must be refused and never anything worse.
      for (let at = 0; at < file.length; at++) {
        const changed = Uint8Array.from(file);
        changed[at]! ^= 0xff;
        refuses(changed);
      }
    });
  });
}

test("a pickle that would call something is refused", () => {
  const file = Buffer.from(torchFile(TENSORS));
  // The same length, so that nothing else of the file changes.
  const at = file.indexOf("ctorch._utils\n_rebuild_tensor_v2\n");
  file.write("cposix12345\nsystem_tensor_v2123456\n".slice(0, 34), at, "latin1");
  assert.throws(
    () => readTorchFile(file, "a file"),
    (error) => isFailure(error, "MODEL_INVALID"),
  );
});

test("half-precision numbers", () => {
  // 1.5 is 0x3e00 in float16 (sign 0, exponent 15, fraction 0.5) and 0x3fc0 in bfloat16; −2 is 0xc000 in both.
  assert.deepEqual(
    numbersOf(Uint8Array.of(0x00, 0x3e, 0x00, 0xc0), "F16", "a file"),
    Float32Array.of(1.5, -2),
  );
  assert.deepEqual(
    numbersOf(Uint8Array.of(0xc0, 0x3f, 0x00, 0xc0), "BF16", "a file"),
    Float32Array.of(1.5, -2),
  );
  assert.throws(
    () => numbersOf(Uint8Array.of(1, 2, 3), "F16", "a file"),
    (error) => isFailure(error, "MODEL_INVALID"),
  );
});

describe("lexical weights", () => {
  test("a token's score is its state times the weights, plus the bias, and not below 0", () => {
    const head = { weight: Float32Array.of(1, -2), bias: 0.5 };
    // 1·3 − 2·1 + 0.5 = 1.5, and 1·0 − 2·1 + 0.5 = −1.5.
    assert.equal(tokenScore(head, Float32Array.of(3, 1)), 1.5);
    assert.equal(tokenScore(head, Float32Array.of(0, 1)), 0);
  });

  test("the largest of each id, ascending, without special ones, zeros and NaN", () => {
    const ids = [0, 9, 5, 9, 7, 6, 2];
    const scores = [9, 1, 2, 3, 0, Number.NaN, 9];
    assert.deepEqual(lexicalWeights(ids, scores, new Set([0, 2])), {
      indices: Uint32Array.of(5, 9),
      values: Float32Array.of(2, 3),
    });
    assert.equal(lexicalWeights([], [], new Set()).indices.length, 0);
  });
});
