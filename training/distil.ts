/**
 * Makes the builtin text embedder's file: static token vectors, distilled from sentence encoders and fitted
 * to the catalogue's language.
 *
 *     node training/distil.ts --models DIR --data FILE [--cache DIR] [--out FILE]
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seededRandom } from "../src/random.ts";
import { Recollections } from "../src/spaces/recollections.ts";
import { BUILTIN_EMBEDDER_PATH } from "../src/text-embedder/builtin/builtin-text-embedder.ts";
import {
  decodeEmbedderFile,
  type EmbedderTable,
  encodeEmbedderFile,
} from "../src/text-embedder/builtin/embedder-file.ts";
import { documentText, readCatalogue, sampleWindows } from "./catalogue.ts";
import { tuneByContrast } from "./contrast.ts";
import {
  centreOf,
  dequantised,
  fitTokenVectors,
  quantiseRows,
  reduceByPca,
  scaleRows,
  scaleToUnitMeanSquare,
  sifWeights,
  weightedMeans,
} from "./fit.ts";
import {
  columnMeans,
  type Matrix,
  multiply,
  normaliseRows,
  ridge,
  sideBySide,
  sparseMultiply,
  stacked,
  subtractRow,
} from "./linear-algebra.ts";
import { type PairSources, pairBatches } from "./pairs.ts";
import { MINILM, RECIPE, TEACHERS } from "./recipe.ts";
import { sparseRows } from "./sparse-rows.ts";
import { readStories } from "./stories.ts";
import { readStudentVocabulary, studentTokens } from "./student-vocabulary.ts";
import { openTeacher } from "./teacher.ts";

const { values: options } = parseArgs({
  options: {
    models: { type: "string", default: "../shared/models" },
    data: { type: "string", default: "../shared/data/anime.jsonl.gz" },
    cache: { type: "string", default: join(tmpdir(), "kotodama-teacher") },
    out: { type: "string", default: BUILTIN_EMBEDDER_PATH },
  },
});

/** A line of descriptions.jsonl. */
interface Description {
  readonly query: string;
  /** A source URL of the anime. */
  readonly id: string;
}

const rows = readCatalogue(options.data);
const documents = rows.map(documentText);
const windows = sampleWindows(rows, RECIPE.windows, RECIPE.seed);
const vocabulary = readStudentVocabulary(options.models, MINILM.folder);
const teachers = TEACHERS.map((description) => openTeacher(options.models, description, options.cache));

// 1. The teachers' vectors of texts and windows: of unit length, centred, of unit length again; the teachers
// side by side, so that the inner product is the sum of their cosines.
let documentTargets: Matrix | undefined;
let windowTargets: Matrix | undefined;
for (const teacher of teachers) {
  const encode = async (texts: readonly string[], name: string): Promise<Matrix> => {
    const sequences = texts.map((text) => teacher.tokenise(teacher.description.documentPrefix + text));
    const vectors = await teacher.encode(sequences, name);
    centreDirections(vectors);
    return vectors;
  };
  const ofDocuments = await encode(documents, "documents");
  const ofWindows = await encode(
    windows.map(({ text }) => text),
    "windows",
  );
  documentTargets = documentTargets ? sideBySide(documentTargets, ofDocuments) : ofDocuments;
  windowTargets = windowTargets ? sideBySide(windowTargets, ofWindows) : ofWindows;
}

// 2. Each token alone through the teacher whose vocabulary it is.
const [CLS, SEP] = [101, 102];
const tokenVectors = await teachers[0]!.encode(
  vocabulary.teacherIds.map((id) => [CLS, id, SEP]),
  "tokens",
);
subtractRow(tokenVectors, columnMeans(tokenVectors));

// 3. A text is the weighted mean of its tokens: of those that the teacher saw, less [CLS] and [SEP].
const tokenise = (texts: readonly string[], limit = Number.POSITIVE_INFINITY) =>
  studentTokens(vocabulary, texts, limit);
const ofDocuments = tokenise(documents, MINILM.maxTokens - 2);
const ofWindows = tokenise(
  windows.map(({ text }) => text),
  MINILM.maxTokens - 2,
);
const allOfDocuments = tokenise(documents);
const weights = sifWeights(allOfDocuments, vocabulary.tokens.length, RECIPE.sifA);
const documentMeans = weightedMeans(ofDocuments, weights);
const means = weightedMeans([...ofDocuments, ...ofWindows], weights);

// 4. A linear map from such means to the targets is where the fit starts and what it is held to.
const map = ridge(sparseMultiply(documentMeans, tokenVectors), documentTargets!, RECIPE.ridge);
const start = multiply(tokenVectors, map);
const fitted = fitTokenVectors(
  means,
  stacked(documentTargets!, windowTargets!),
  start,
  RECIPE.lambda,
  RECIPE.steps,
  (step) => {
    if (step % 10 === 0) console.error(`fit: step ${step} of ${RECIPE.steps}`);
  },
);

// 5. Fewer dimensions. From here on a token's weight is the length of its vector.
const reduced = reduceByPca(
  weightedMeans(allOfDocuments, weights),
  fitted,
  RECIPE.dimension,
  RECIPE.whitening,
);
scaleRows(reduced, weights);
scaleToUnitMeanSquare(reduced);

// 6. What people remember of a story, and the story.
const recollections = Recollections.bundled();
const stories = readStories(
  rows.map((row) => recollections.recall(row)),
  tokenise,
);
const texts = sparseRows(
  stories.map(({ text }) => text),
  vocabulary.tokens.length,
);
const rowOfSource = new Map(rows.flatMap((row, i) => row.sources.map((source) => [source, i] as const)));
const descriptions = linesOf("descriptions.jsonl").map((line) => JSON.parse(line) as Description);
const sources: PairSources = {
  stories,
  descriptions: tokenise(descriptions.map(({ query }) => query)).flatMap((tokens, i) => {
    const story = rowOfSource.get(descriptions[i]!.id);
    return story === undefined ? [] : [{ tokens, story }];
  }),
  chatter: tokenise(linesOf("chatter.txt")),
  vocabulary: vocabulary.tokens.length,
};
const tuned = tuneByContrast(
  reduced,
  centreOf(reduced, texts),
  pairBatches(sources, RECIPE.pairs, seededRandom(RECIPE.seed)),
  RECIPE.contrast,
  (step, loss) => {
    if (step % 50 === 0)
      console.error(`contrast: step ${step} of ${RECIPE.contrast.steps}, loss ${loss.toFixed(3)}`);
  },
);

// 7. Fewer bits; and the centre of the texts as these give them.
const { table, scales } = quantiseRows(tuned);
const centre = Float32Array.from(centreOf(dequantised(table, scales), texts));

const file = encodeEmbedderFile({
  identity: {
    provider: "builtin",
    model: "kotodama-static",
    dimension: RECIPE.dimension,
    pooling: "centred-root-sum",
  },
  provenance: {
    recipe: RECIPE,
    teachers: teachers.map(({ description, sha256 }) => ({
      model: description.model,
      licence: description.licence,
      sha256,
    })),
    data: { name: basename(options.data), sha256: sha256Of(options.data) },
    descriptions: sha256Of(pathOf("descriptions.jsonl")),
    recollections: recollections.checksum,
    chatter: sha256Of(pathOf("chatter.txt")),
  },
  vocabulary: vocabulary.tokens,
  table,
  scales,
  centre,
});
const made = decodeEmbedderFile(file, options.out);
if (existsSync(options.out)) {
  compare(decodeEmbedderFile(readFileSync(options.out), options.out), made);
}
writeFileSync(`${options.out}.tmp`, file);
renameSync(`${options.out}.tmp`, options.out);
console.log(`${options.out}: ${(file.length / 1e6).toFixed(2)} MB, revision ${made.identity.revision}`);

function centreDirections(vectors: Matrix): void {
  normaliseRows(vectors);
  subtractRow(vectors, columnMeans(vectors));
  normaliseRows(vectors);
}

/** Says how near the new token vectors are to those of the file that was there. */
function compare(before: EmbedderTable, after: EmbedderTable): void {
  const { dimension } = after.identity;
  if (
    before.vocabulary.join("\n") !== after.vocabulary.join("\n") ||
    before.identity.dimension !== dimension
  ) {
    console.log("the file that was there has another vocabulary or dimension");
    return;
  }
  let lowest = 1;
  for (let start = 0; start < after.table.length; start += dimension) {
    const [a, b] = [before.table, after.table].map((all) => all.subarray(start, start + dimension));
    const dot = (x: Int8Array, y: Int8Array) => x.reduce((sum, value, d) => sum + value * y[d]!, 0);
    const norms = Math.sqrt(dot(a!, a!) * dot(b!, b!));
    if (norms > 0) lowest = Math.min(lowest, dot(a!, b!) / norms);
  }
  console.log(`lowest cosine of a token's vector with the file that was there: ${lowest.toFixed(6)}`);
}

/** The path of a file beside this one. */
function pathOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

function linesOf(name: string): string[] {
  return readFileSync(pathOf(name), "utf8").trim().split("\n");
}

function sha256Of(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
