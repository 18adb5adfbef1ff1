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
import { parseArgs } from "node:util";
import { BUILTIN_EMBEDDER_PATH } from "../src/text-embedder/builtin/builtin-text-embedder.ts";
import {
  decodeEmbedderFile,
  type EmbedderTable,
  encodeEmbedderFile,
} from "../src/text-embedder/builtin/embedder-file.ts";
import { documentText, readCatalogue, sampleWindows } from "./catalogue.ts";
import { fitTokenVectors, quantiseRows, reduceByPca, sifWeights, weightedMeans } from "./fit.ts";
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
import { MINILM, RECIPE, TEACHERS } from "./recipe.ts";
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
const ofDocuments = studentTokens(vocabulary, documents, MINILM.maxTokens - 2);
const ofWindows = studentTokens(
  vocabulary,
  windows.map(({ text }) => text),
  MINILM.maxTokens - 2,
);
const allOfDocuments = studentTokens(vocabulary, documents, Number.POSITIVE_INFINITY);
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

// 5. Fewer dimensions, fewer bits.
const reduced = reduceByPca(
  weightedMeans(allOfDocuments, weights),
  fitted,
  RECIPE.dimension,
  RECIPE.whitening,
);
const { table, scales } = quantiseRows(reduced);

const file = encodeEmbedderFile({
  identity: {
    provider: "builtin",
    model: "kotodama-static",
    dimension: RECIPE.dimension,
    pooling: "weighted-mean",
  },
  provenance: {
    recipe: RECIPE,
    teachers: teachers.map(({ description, sha256 }) => ({
      model: description.model,
      licence: description.licence,
      sha256,
    })),
    data: { name: basename(options.data), sha256: sha256Of(options.data) },
  },
  vocabulary: vocabulary.tokens,
  table,
  scales,
  weights,
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

function sha256Of(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
