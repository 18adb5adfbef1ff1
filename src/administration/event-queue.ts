/** Events that one side pushes as they happen and the other reads when it can; its end may be an error. */
export class EventQueue<T> implements AsyncIterable<T> {
  readonly #events: T[] = [];
  #changed = Promise.withResolvers<void>();
  #end: { readonly error: unknown } | undefined;

  push(event: T): void {
    this.#events.push(event);
    this.#changed.resolve();
  }

  end(error?: unknown): void {
    this.#end = { error };
    this.#changed.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      yield* this.#events.splice(0);
      if (this.#events.length > 0) continue;
      if (this.#end !== undefined) break;
      await this.#changed.promise;
      this.#changed = Promise.withResolvers();
    }
    if (this.#end.error !== undefined) throw this.#end.error;
  }
}
