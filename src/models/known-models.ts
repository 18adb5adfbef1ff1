import { basename } from "node:path";

/** How the vectors of a text's tokens become one: the first token's, their mean, the last one's, or the largest of each. */
export type Pooling = "cls" | "mean" | "last" | "max";

/** What is known of a published text model that its files may leave out. */
export interface KnownTextModel {
  readonly name: string;
  readonly dimension: number;
  readonly maxTokens: number;
  readonly pooling: Pooling;
  /** Put before every query and every document, as the model was trained. */
  readonly queryPrefix: string;
  readonly documentPrefix: string;
  /** Texts of one language resemble each other more than texts of one meaning: worth centring. */
  readonly prefersOwnLanguage?: boolean;
  readonly languages: string;
  readonly licence: string;
  /** Another repository that has the graph in the variants which the model's own lacks. */
  readonly graphsFrom?: string;
}

const E5 = {
  pooling: "mean",
  maxTokens: 512,
  queryPrefix: "query: ",
  documentPrefix: "passage: ",
  prefersOwnLanguage: true,
  languages: "about 100",
  licence: "MIT",
} as const;

const BGE_ENGLISH = {
  pooling: "cls",
  maxTokens: 512,
  queryPrefix: "Represent this sentence for searching relevant passages: ",
  documentPrefix: "",
  languages: "English",
  licence: "MIT",
} as const;

const MINILM = {
  dimension: 384,
  pooling: "mean",
  queryPrefix: "",
  documentPrefix: "",
  licence: "Apache-2.0",
} as const;

const GTE = {
  pooling: "mean",
  maxTokens: 512,
  queryPrefix: "",
  documentPrefix: "",
  languages: "English",
  licence: "MIT",
} as const;

/** From the models' cards and configurations. A model that is not here works, too, where its own files say enough. */
export const KNOWN_TEXT_MODELS: readonly KnownTextModel[] = [
  {
    name: "BAAI/bge-m3",
    dimension: 1024,
    maxTokens: 8192,
    pooling: "cls",
    queryPrefix: "",
    documentPrefix: "",
    languages: "over 100",
    licence: "MIT",
    graphsFrom: "Xenova/bge-m3",
  },
  {
    name: "intfloat/multilingual-e5-small",
    dimension: 384,
    graphsFrom: "Xenova/multilingual-e5-small",
    ...E5,
  },
  { name: "intfloat/multilingual-e5-base", dimension: 768, graphsFrom: "Xenova/multilingual-e5-base", ...E5 },
  {
    name: "intfloat/multilingual-e5-large",
    dimension: 1024,
    graphsFrom: "Xenova/multilingual-e5-large",
    ...E5,
  },
  {
    name: "sentence-transformers/all-MiniLM-L6-v2",
    maxTokens: 256,
    languages: "English",
    graphsFrom: "Xenova/all-MiniLM-L6-v2",
    ...MINILM,
  },
  {
    name: "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2",
    maxTokens: 128,
    languages: "over 50",
    graphsFrom: "Xenova/paraphrase-multilingual-MiniLM-L12-v2",
    ...MINILM,
  },
  {
    name: "BAAI/bge-small-en-v1.5",
    dimension: 384,
    graphsFrom: "Xenova/bge-small-en-v1.5",
    ...BGE_ENGLISH,
  },
  { name: "BAAI/bge-base-en-v1.5", dimension: 768, graphsFrom: "Xenova/bge-base-en-v1.5", ...BGE_ENGLISH },
  { name: "thenlper/gte-small", dimension: 384, graphsFrom: "Xenova/gte-small", ...GTE },
  { name: "thenlper/gte-base", dimension: 768, graphsFrom: "Xenova/gte-base", ...GTE },
  {
    name: "Alibaba-NLP/gte-multilingual-base",
    dimension: 768,
    maxTokens: 8192,
    pooling: "cls",
    queryPrefix: "",
    documentPrefix: "",
    languages: "over 70",
    licence: "Apache-2.0",
    graphsFrom: "onnx-community/gte-multilingual-base",
  },
];

/** What is known of a published model with two towers, for pictures and for texts. */
export interface KnownImageModel {
  readonly name: string;
  readonly dimension: number;
  /** Most tokens of a text. */
  readonly maxTokens: number;
  /** In px, of the square that pictures are brought to. */
  readonly side: number;
  readonly licence: string;
  readonly graphsFrom?: string;
}

export const KNOWN_IMAGE_MODELS: readonly KnownImageModel[] = [
  {
    name: "openai/clip-vit-large-patch14",
    dimension: 768,
    maxTokens: 77,
    side: 224,
    licence: "MIT",
    graphsFrom: "Xenova/clip-vit-large-patch14",
  },
  {
    name: "google/siglip-base-patch16-224",
    dimension: 768,
    maxTokens: 64,
    side: 224,
    licence: "Apache-2.0",
    graphsFrom: "Xenova/siglip-base-patch16-224",
  },
  { name: "jinaai/jina-clip-v2", dimension: 1024, maxTokens: 8192, side: 512, licence: "CC-BY-NC-4.0" },
];

/**
 * The known text model of a name, of a folder that is named after one, or of a variant of one
 * (`…/multilingual-e5-small-pruned`); undefined for any other.
 */
export function knownTextModel(name: string): KnownTextModel | undefined {
  return findKnown(KNOWN_TEXT_MODELS, name);
}

/** As `knownTextModel`, for models with a tower for pictures. */
export function knownImageModel(name: string): KnownImageModel | undefined {
  return findKnown(KNOWN_IMAGE_MODELS, name);
}

function findKnown<Known extends { readonly name: string }>(
  models: readonly Known[],
  name: string,
): Known | undefined {
  const wanted = name.replace(/@[^/@]*$/, "").toLowerCase();
  const exact = models.find((model) => model.name.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const last = basename(wanted);
  return models
    .filter((model) => {
      const base = basename(model.name).toLowerCase();
      return last === base || last.startsWith(`${base}-`) || last.startsWith(`${base}_`);
    })
    .sort((a, b) => b.name.length - a.name.length)[0];
}
