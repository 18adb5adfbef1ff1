/** Kinds of weights that a graph comes in, as Hugging Face names them, with what the file's name has for each. */
export const GRAPH_SUFFIXES = {
  q8: "_quantized",
  int8: "_int8",
  uint8: "_uint8",
  fp32: "",
  fp16: "_fp16",
  q4: "_q4",
  q4f16: "_q4f16",
  bnb4: "_bnb4",
} as const;

export type GraphType = keyof typeof GRAPH_SUFFIXES;

/** `auto` takes the first that is there, in the order of GRAPH_SUFFIXES: on a processor int8 is the quickest. */
export type GraphChoice = GraphType | "auto";

export const GRAPH_CHOICES: readonly GraphChoice[] = [
  "auto",
  ...(Object.keys(GRAPH_SUFFIXES) as GraphType[]),
];
