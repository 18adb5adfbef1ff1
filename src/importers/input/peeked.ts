import { asBuffer } from "./lines.ts";

/** A stream whose beginning has been looked at. */
export class Peeked {
  readonly head: Buffer;
  readonly #chunks: Uint8Array[];
  readonly #rest: AsyncIterator<Uint8Array>;

  private constructor(chunks: Uint8Array[], rest: AsyncIterator<Uint8Array>) {
    this.#chunks = chunks;
    this.#rest = rest;
    this.head = Buffer.concat(chunks);
  }

  /** Reads ahead until at least so many bytes are there, or all. */
  static async of(stream: AsyncIterable<Uint8Array>, bytes: number): Promise<Peeked> {
    const rest = stream[Symbol.asyncIterator]();
    const chunks: Uint8Array[] = [];
    for (let length = 0; length < bytes; ) {
      const { value, done } = await rest.next();
      if (done === true) break;
      chunks.push(asBuffer(value));
      length += value.length;
    }
    return new Peeked(chunks, rest);
  }

  /** The stream from its beginning; to be read once. */
  async *all(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#chunks.splice(0);
      for (let next = await this.#rest.next(); next.done !== true; next = await this.#rest.next())
        yield next.value;
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.#rest.return?.();
  }
}
