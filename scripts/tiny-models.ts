/**
 * `node scripts/tiny-models.ts FOLDER`: writes tiny real models into a folder, in Hugging Face's layout, to try out by
 * hand what the tests do with them: `TEXT_EMBEDDING_PROVIDER=onnx TEXT_EMBEDDING_MODEL=FOLDER/encoder npm start`.
 * Their weights are random, so their vectors mean nothing.
 */
import { join } from "node:path";
import { writeTinyTextModel } from "../src/models/testing/tiny-text-model.ts";
import { writeTinyTwoTowerModel } from "../src/models/testing/tiny-two-tower-model.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("node scripts/tiny-models.ts FOLDER\n");
  process.exit(2);
}
const models = {
  encoder: "mean pooling, WordPiece",
  "encoder-lexical-graph": "first token, unigram, the graph weighs words",
  "encoder-lexical-file": "first token, unigram, words are weighed by sparse_linear.pt",
  "two-tower": "text_model.onnx and vision_model.onnx",
};
writeTinyTextModel(join(folder, "encoder"));
writeTinyTextModel(join(folder, "encoder-lexical-graph"), {
  tokenizer: "unigram",
  pooling: "cls",
  lexical: "graph",
});
writeTinyTextModel(join(folder, "encoder-lexical-file"), {
  tokenizer: "unigram",
  pooling: "cls",
  lexical: "torch",
});
writeTinyTwoTowerModel(join(folder, "two-tower"));
for (const [name, what] of Object.entries(models)) process.stdout.write(`${join(folder, name)}: ${what}\n`);
