import { fail } from "../../errors.ts";
import type { GraphSignature, GraphTensor } from "../../models/graph-signature.ts";
import type { TextModelFacts } from "../../models/text-model.ts";

/** What of a graph is taken as what. */
export interface GraphOutputs {
  /** The hidden state of every token, to be pooled; or, with pooling `graph`, one vector for each text. */
  readonly dense: string;
  readonly pooling: TextModelFacts["pooling"];
  /** A weight for each token, or for each id of the vocabulary. */
  readonly lexical: string | undefined;
}

/** Inputs that can be given. */
const INPUTS = ["input_ids", "attention_mask", "token_type_ids", "position_ids"];
const HIDDEN = ["last_hidden_state", "token_embeddings", "hidden_states"];
const POOLED = [
  "sentence_embedding",
  "sentence_embeddings",
  "dense_vecs",
  "dense",
  "embeddings",
  "text_embeds",
];
const LEXICAL = /sparse|lexical|token_weights/;

/** Chooses by name, else by shape. Throws MODEL_INVALID where the graph is not that of a text encoder. */
export function graphOutputs(signature: GraphSignature, facts: TextModelFacts, path: string): GraphOutputs {
  const strange = signature.inputs.find(({ name }) => !INPUTS.includes(name));
  if (strange !== undefined) {
    throw fail("MODEL_INVALID", `${path} wants ${strange.name}; a text encoder takes ${INPUTS.join(", ")}`);
  }
  const lexical = signature.outputs.find(({ name }) => LEXICAL.test(name))?.name;
  const dense = signature.outputs.filter(({ name }) => name !== lexical && !name.includes("colbert"));
  const hidden = named(dense, HIDDEN) ?? dense.find(({ shape }) => shape?.length === 3);
  const pooled =
    named(dense, POOLED) ??
    // BERT's pooler was trained for another task than likeness.
    dense.find(({ name, shape }) => shape?.length === 2 && name !== "pooler_output");
  const output = facts.pooling === "graph" ? (pooled ?? hidden) : (hidden ?? pooled);
  const names = signature.outputs.map(({ name }) => name).join(", ");
  if (output === undefined) {
    throw fail("MODEL_INVALID", `${path} gives ${names}; hidden states or a vector for each text are needed`);
  }
  if (output === hidden && facts.pooling === "graph") {
    throw fail(
      "MODEL_INVALID",
      `nothing says how ${path} is pooled: 1_Pooling/config.json is missing beside it`,
    );
  }
  const width = output.shape?.at(-1);
  if (typeof width === "number" && width !== facts.dimension) {
    throw fail(
      "MODEL_INVALID",
      `${path} gives vectors of ${width} dimensions, but the model's configuration says ${facts.dimension}`,
    );
  }
  return { dense: output.name, pooling: output === hidden ? facts.pooling : "graph", lexical };
}

function named(tensors: readonly GraphTensor[], names: readonly string[]): GraphTensor | undefined {
  return names.flatMap((name) => tensors.filter((tensor) => tensor.name === name))[0];
}
