import { fail } from "../../errors.ts";
import type { SparseVector } from "../../vector-store/port.ts";
import { ByteReader, ByteWriter } from "../bytes.ts";
import { eachTermHash } from "./analyse.ts";
import { DocumentFrequencies } from "./document-frequencies.ts";
import { sparseVector } from "./sparse-vector.ts";

/**
 * BM25F (Robertson & Zaragoza 2009, The Probabilistic Relevance Framework: BM25 and Beyond,
 * doi 10.1561/1500000019, section 3.5) as the dot product of two sparse vectors:
 *
 *     document value of t = (k1 + 1) · s / (k1 + s),  s = Σ_f w_f · tf_f(t) / (1 − b_f + b_f · len_f / avg_f)
 *     query value of t    = tf_q(t) · ln(1 + (N − df(t) + ½) / (df(t) + ½))
 *
 * The idf is the form that is never negative; a word repeated in the query counts as often as it stands there.
 */
export interface Bm25Parameters {
  /** How soon repetition stops to count: 0 at once, larger later. */
  readonly k1: number;
  readonly fields: Readonly<Record<string, Bm25Field>>;
}

export interface Bm25Field {
  readonly weight: number;
  /** How much longer texts are held against a word, 0..1. */
  readonly b: number;
  /**
   * `sum`: the values are one text. `best`: each value is a text of its own and a term counts as in the value
   * where it weighs most, so that forty synonyms neither dilute a title nor repeat it.
   */
  readonly values: "sum" | "best";
}

/** The texts of a document by field; a field of several values is a list. */
export type Bm25Texts = Readonly<Record<string, string | readonly string[] | undefined>>;

interface FieldStatistics {
  /** Texts counted (documents that have the field, or its values where each is a text of its own). */
  texts: number;
  /** Terms in all of them. */
  terms: number;
}

/** Counts document frequencies and field lengths over a stream of documents, in any order. */
export class Bm25Fitter {
  private readonly parameters: Bm25Parameters;
  private readonly frequencies = new DocumentFrequencies();
  private readonly statistics: Record<string, FieldStatistics>;
  private documents = 0;

  constructor(parameters: Bm25Parameters) {
    this.parameters = parameters;
    this.statistics = Object.fromEntries(
      Object.keys(parameters.fields).map((name) => [name, { texts: 0, terms: 0 }]),
    );
  }

  add(texts: Bm25Texts): void {
    const document = ++this.documents;
    for (const [name, field] of Object.entries(this.parameters.fields)) {
      const statistics = this.statistics[name]!;
      let length = 0;
      for (const value of valuesOf(texts[name])) {
        const terms = eachTermHash(value, (hash) => this.frequencies.count(hash, document));
        length += terms;
        if (field.values === "best" && terms > 0) statistics.texts++;
      }
      if (field.values === "sum" && length > 0) statistics.texts++;
      statistics.terms += length;
    }
  }

  /** The fit so far. Terms of a single document are left out: that is what an unknown term counts as anyway. */
  finish(): Bm25 {
    const { hashes, counts } = this.frequencies.sorted(2);
    const averages: Record<string, number> = {};
    for (const [name, { texts, terms }] of Object.entries(this.statistics)) {
      averages[name] = texts === 0 ? 1 : terms / texts;
    }
    return new Bm25(this.parameters, this.documents, averages, hashes, counts);
  }
}

const FORMAT = 1;

/** A frozen fit: turns documents and queries into sparse vectors whose dot product is the BM25F score. */
export class Bm25 {
  readonly parameters: Bm25Parameters;
  /** Documents that the fit has seen. */
  readonly documents: number;
  private readonly averages: Readonly<Record<string, number>>;
  private readonly hashes: Uint32Array;
  private readonly counts: Uint32Array;
  private readonly occurrences = new Map<number, number>();

  constructor(
    parameters: Bm25Parameters,
    documents: number,
    averages: Readonly<Record<string, number>>,
    hashes: Uint32Array,
    counts: Uint32Array,
  ) {
    this.parameters = parameters;
    this.documents = documents;
    this.averages = averages;
    this.hashes = hashes;
    this.counts = counts;
  }

  /** Term hashes and saturated weights of a document; empty where it has no word. */
  documentVector(texts: Bm25Texts): SparseVector {
    const sums = new Map<number, number>();
    for (const [name, field] of Object.entries(this.parameters.fields)) {
      if (field.weight === 0) continue;
      if (field.values === "sum") this.addText(valuesOf(texts[name]), name, field, sums);
      else this.addBest(valuesOf(texts[name]), name, field, sums);
    }
    const { k1 } = this.parameters;
    for (const [hash, sum] of sums) sums.set(hash, ((k1 + 1) * sum) / (k1 + sum));
    return sparseVector(sums);
  }

  /**
   * Term hashes and inverse document frequencies of a query; empty for stop words and signs. A term that the
   * fit does not know counts as one of a single document: entries that came after the fit may hold it.
   */
  queryVector(text: string): SparseVector {
    const weights = new Map<number, number>();
    eachTermHash(text, (hash) => {
      weights.set(hash, (weights.get(hash) ?? 0) + this.idf(hash));
    });
    return sparseVector(weights);
  }

  /** The share, 0..1, of a query's terms that no document has, or only one: 0 for a query of none. */
  unheardOf(text: string): number {
    const terms = new Set<number>();
    eachTermHash(text, (hash) => terms.add(hash));
    let unheard = 0;
    for (const hash of terms) if (this.frequencyOf(hash) < 2) unheard++;
    return terms.size === 0 ? 0 : unheard / terms.size;
  }

  toBytes(): Uint8Array {
    const writer = new ByteWriter();
    writer.varint(FORMAT);
    writer.text(JSON.stringify(this.parameters));
    writer.varint(this.documents);
    for (const name of Object.keys(this.parameters.fields)) writer.double(this.averages[name]!);
    writer.varint(this.hashes.length);
    let before = 0;
    for (let i = 0; i < this.hashes.length; i++) {
      writer.varint(this.hashes[i]! - before);
      writer.varint(this.counts[i]!);
      before = this.hashes[i]!;
    }
    return writer.done();
  }

  /** Throws INDEX_VERSION_UNSUPPORTED for another format and INDEX_DAMAGED for bytes that cannot be read. */
  static fromBytes(bytes: Uint8Array): Bm25 {
    const reader = new ByteReader(bytes);
    const format = reader.varint();
    if (format !== FORMAT) {
      throw fail(
        "INDEX_VERSION_UNSUPPORTED",
        `the BM25 fit has format ${format}; this version reads ${FORMAT}`,
      );
    }
    const parameters = JSON.parse(reader.text()) as Bm25Parameters;
    const documents = reader.varint();
    const averages: Record<string, number> = {};
    for (const name of Object.keys(parameters.fields)) averages[name] = reader.double();
    const size = reader.varint();
    // Each term takes two bytes at least: a length beyond that is damage, not a reason to allocate.
    if (size * 2 > bytes.length)
      throw fail("INDEX_DAMAGED", "the BM25 fit promises more terms than it holds");
    const hashes = new Uint32Array(size);
    const counts = new Uint32Array(size);
    let before = 0;
    for (let i = 0; i < size; i++) {
      before += reader.varint();
      hashes[i] = before;
      counts[i] = reader.varint();
    }
    return new Bm25(parameters, documents, averages, hashes, counts);
  }

  private addText(
    values: readonly string[],
    name: string,
    field: Bm25Field,
    sums: Map<number, number>,
  ): void {
    const { length, occurrences } = this.counted(values);
    const scale = field.weight / this.norm(name, field, length);
    for (const [hash, times] of occurrences) sums.set(hash, (sums.get(hash) ?? 0) + times * scale);
  }

  private addBest(
    values: readonly string[],
    name: string,
    field: Bm25Field,
    sums: Map<number, number>,
  ): void {
    const best = new Map<number, number>();
    for (const value of values) {
      const { length, occurrences } = this.counted([value]);
      const scale = field.weight / this.norm(name, field, length);
      for (const [hash, times] of occurrences) {
        if (times * scale > (best.get(hash) ?? 0)) best.set(hash, times * scale);
      }
    }
    for (const [hash, weight] of best) sums.set(hash, (sums.get(hash) ?? 0) + weight);
  }

  /** Terms of the values taken together; the map is reused by the next call. */
  private counted(values: readonly string[]): { length: number; occurrences: ReadonlyMap<number, number> } {
    const { occurrences } = this;
    occurrences.clear();
    let length = 0;
    for (const value of values) {
      length += eachTermHash(value, (hash) => {
        occurrences.set(hash, (occurrences.get(hash) ?? 0) + 1);
      });
    }
    return { length, occurrences };
  }

  private norm(name: string, field: Bm25Field, length: number): number {
    return 1 - field.b + (field.b * length) / this.averages[name]!;
  }

  private idf(hash: number): number {
    const frequency = this.frequencyOf(hash);
    // A fit of no document at all knows no better than one document.
    const documents = Math.max(this.documents, frequency);
    return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
  }

  private frequencyOf(hash: number): number {
    let low = 0;
    let high = this.hashes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.hashes[middle]! < hash) low = middle + 1;
      else high = middle;
    }
    return this.hashes[low] === hash ? this.counts[low]! : 1;
  }
}

function valuesOf(texts: string | readonly string[] | undefined): readonly string[] {
  if (texts === undefined) return [];
  return typeof texts === "string" ? [texts] : texts;
}
