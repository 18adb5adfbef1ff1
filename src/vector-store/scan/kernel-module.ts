import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What `kernels/kernels.ts` exports; pointers and counts are bytes and items, the formulas stand there. */
export interface Kernels {
  bind(
    dimension: number,
    distinct: number,
    rowCount: number,
    codes: number,
    scales: number,
    norms: number,
    bits: number,
    factors: number,
    starts: number,
    rows: number,
    ordinalOf: number,
  ): void;
  bindScratch(
    table: number,
    query: number,
    filter: number,
    ids: number,
    keys: number,
    spare: number,
    pending: number,
    heapIds: number,
    heapScores: number,
    capacity: number,
  ): void;
  bindFactors(): void;
  bindQuery(
    unit: number,
    square: number,
    step: number,
    middle: number,
    middleOfHalf: number,
    length: number,
  ): void;
  flip(x: number, signs: number, d: number): void;
  hadamard(x: number, d: number, block: number): void;
  deal(x: number, to: number, d: number, block: number): void;
  rotate(x: number, signs: number, other: number, d: number, block: number): void;
  quantise(x: number, to: number, d: number): number;
  pack(from: number, to: number): void;
  prepare(x: number, d: number, table: number, query: number, out: number): void;
  search(
    want: number,
    most: number,
    k: number,
    deviations: number,
    filtered: boolean,
    halved: boolean,
  ): number;
  searchAll(k: number, filtered: boolean): number;
  scoreRows(n: number): void;
  countFilter(): number;
  bestOfFilter(k: number): number;
}

export type KernelVariant = "plain" | "relaxed";

const FILES: Record<KernelVariant, string> = { plain: "kernels.wasm", relaxed: "kernels-relaxed.wasm" };

let chosen: WebAssembly.Module | undefined;

/** Compiles one variant of the kernels; null where the runtime has no relaxed SIMD. */
export function compileKernels(variant: KernelVariant): WebAssembly.Module | null {
  const bytes = readFileSync(join(import.meta.dirname, "kernels", FILES[variant]));
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
}

/**
 * The compiled kernels, once per process: the relaxed-SIMD variant where the runtime has it, else plain SIMD.
 * Both give the same numbers.
 */
export function kernelModule(): WebAssembly.Module {
  chosen ??= compileKernels("relaxed") ?? compileKernels("plain") ?? undefined;
  if (!chosen) throw new WebAssembly.CompileError("this runtime has no WebAssembly SIMD");
  return chosen;
}

/** Lets a worker thread use the module that its parent compiled. */
export function useKernelModule(module: WebAssembly.Module): void {
  chosen = module;
}

export function instantiateKernels(memory: WebAssembly.Memory, module = kernelModule()): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}
