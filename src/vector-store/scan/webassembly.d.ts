/** The part of WebAssembly that the kernels use: TypeScript declares it only together with the browser's DOM. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    readonly exports: Record<string, unknown>;
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
  }
  class Memory {
    readonly buffer: SharedArrayBuffer;
    constructor(descriptor: { initial: number; maximum: number; shared: true });
    /** Adds pages of 64 KiB; returns how many there were. */
    grow(pages: number): number;
  }
  class CompileError extends Error {}
  function validate(bytes: Uint8Array): boolean;
}
