/** The numbers of the recipe. A change here makes another embedder: make the file again and measure it. */
import type { TeacherDescription } from "./teacher.ts";

export const RECIPE = {
  seed: 20260501,
  dimension: 256,
  /** Smooth inverse frequency: a token's weight is a / (a + p). */
  sifA: 3e-4,
  /** Two-sentence windows of synopses that the student fits beside the whole texts. */
  windows: 30_000,
  /** Of the ridge solution, relative to the mean diagonal. */
  ridge: 1e-3,
  /** How strongly the fit is held to the linear map that it starts from. */
  lambda: 1.5e-2,
  steps: 40,
  /** Each principal component is divided by its standard deviation to this power: 0 plain PCA, 1 whitening. */
  whitening: 0.25,
  /** How pairs of a query and its text are made, and what is learnt from them: see pairs.ts and contrast.ts. */
  pairs: { batch: 512, descriptions: 0.4, scattered: 0.2, nameless: 0.8, forgotten: 0.5, chatter: 3 },
  contrast: { steps: 1200, temperature: 0.08, learningRate: 7e-3 },
} as const;

/** The student takes its vocabulary and its first token vectors from this one. */
export const MINILM: TeacherDescription = {
  folder: "all-MiniLM-L6-v2",
  model: "sentence-transformers/all-MiniLM-L6-v2",
  licence: "Apache-2.0",
  queryPrefix: "",
  documentPrefix: "",
  maxTokens: 192,
};

export const E5: TeacherDescription = {
  folder: "multilingual-e5-small-pruned",
  model: "intfloat/multilingual-e5-small",
  licence: "MIT",
  queryPrefix: "query: ",
  documentPrefix: "passage: ",
  maxTokens: 256,
};

export const TEACHERS = [MINILM, E5] as const;
