/** What is used of this folder's dependencies: the project's types are checked without installing them. */

declare module "onnxruntime-node" {
  export class Tensor {
    constructor(type: "int64", data: BigInt64Array, dims: readonly number[]);
    readonly data: Float32Array;
  }
  export class InferenceSession {
    static create(
      path: string,
      options: {
        readonly intraOpNumThreads: number;
        readonly interOpNumThreads: number;
        readonly executionMode: "sequential";
      },
    ): Promise<InferenceSession>;
    readonly inputNames: readonly string[];
    run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  }
}

declare module "@huggingface/tokenizers" {
  export class Tokenizer {
    constructor(tokenizer: object, config: object);
    encode(text: string, options?: { readonly add_special_tokens?: boolean }): { readonly ids: number[] };
  }
}
