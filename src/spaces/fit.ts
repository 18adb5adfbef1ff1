import { crc32 } from "node:zlib";
import type { AnimeEntry } from "../anime/entry.ts";
import { computeScores, fitPopularity, type PopularityFit } from "../anime/scores.ts";
import { fail } from "../errors.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { type Recalled, Recollections } from "./recollections.ts";
import { Bm25, Bm25Fitter } from "./sparse/bm25.ts";
import { MetadataFitter, MetadataVocabulary } from "./sparse/metadata-vocabulary.ts";
import { ANIME_BM25, animeBm25Texts, EPISODE_BM25, episodeBm25Texts } from "./sparse/text-fields.ts";

/** What a generation of the index knows of its catalogue as a whole; its vectors are made with it. */
export class CatalogueFit {
  readonly animeText: Bm25;
  readonly episodeText: Bm25;
  readonly popularity: PopularityFit;
  readonly metadata: MetadataVocabulary;
  readonly #recollections: Recollections;

  constructor(parts: FitParts) {
    this.animeText = parts.animeText;
    this.episodeText = parts.episodeText;
    this.popularity = parts.popularity;
    this.metadata = parts.metadata;
    this.#recollections = parts.recollections;
  }

  /** The entry as it is indexed: with its computed fields as this fit has them, and with what is remembered of it. */
  complete<Entry extends AnimeEntry>(entry: Entry): Recalled<Entry> {
    return this.#recollections.recall({ ...entry, ...computeScores(entry, this.popularity) });
  }

  /** A version, the parts and a CRC-32 of all that; the same catalogue gives the same bytes. */
  toBytes(): Uint8Array {
    const writer = new ByteWriter();
    writer.varint(VERSION);
    writer.bytes(this.animeText.toBytes());
    writer.bytes(this.episodeText.toBytes());
    writer.text(JSON.stringify(this.popularity));
    writer.bytes(this.metadata.toBytes());
    writer.varint(this.#recollections.checksum);
    const body = writer.done();
    const bytes = new Uint8Array(body.length + 4);
    bytes.set(body);
    new DataView(bytes.buffer).setUint32(body.length, crc32(body), true);
    return bytes;
  }

  /** Throws INDEX_DAMAGED for a wrong checksum and INDEX_VERSION_UNSUPPORTED for another version or other recollections. */
  static fromBytes(bytes: Uint8Array): CatalogueFit {
    const body = bytes.subarray(0, Math.max(0, bytes.length - 4));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (bytes.length < 5 || view.getUint32(body.length, true) !== crc32(body)) {
      throw fail("INDEX_DAMAGED", "the catalogue's fit does not match its checksum; build the index anew");
    }
    const reader = new ByteReader(body);
    const version = reader.varint();
    if (version !== VERSION) {
      const detail = `the catalogue's fit has version ${version}; this program reads ${VERSION}: build the index anew`;
      throw fail("INDEX_VERSION_UNSUPPORTED", detail);
    }
    const animeText = Bm25.fromBytes(reader.bytes());
    const episodeText = Bm25.fromBytes(reader.bytes());
    const popularity = JSON.parse(reader.text()) as PopularityFit;
    const metadata = MetadataVocabulary.fromBytes(reader.bytes());
    const checksum = reader.varint();
    const recollections = checksum === 0 ? Recollections.NONE : Recollections.bundled();
    if (recollections.checksum !== checksum) {
      const detail =
        "the catalogue's fit was made with other recollections than this program has: build the index anew";
      throw fail("INDEX_VERSION_UNSUPPORTED", detail);
    }
    return new CatalogueFit({ animeText, episodeText, popularity, metadata, recollections });
  }
}

interface FitParts {
  readonly animeText: Bm25;
  readonly episodeText: Bm25;
  readonly popularity: PopularityFit;
  readonly metadata: MetadataVocabulary;
  readonly recollections: Recollections;
}

/**
 * Changes with anything that gives the same entry another vector: the analyser, the hash, the features. A fit of
 * another version is refused, and with it the index that was made with it.
 */
const VERSION = 3;

/** Fits a catalogue as its entries pass by, in any order. */
export class CatalogueFitter {
  private readonly animeText = new Bm25Fitter(ANIME_BM25);
  private readonly episodeText = new Bm25Fitter(EPISODE_BM25);
  private readonly metadata = new MetadataFitter();
  /** All that the popularity fit reads of an entry. */
  private readonly audiences: Pick<AnimeEntry, "title" | "statistics">[] = [];
  readonly #recollections: Recollections;

  constructor(recollections: Recollections = Recollections.NONE) {
    this.#recollections = recollections;
  }

  add(entry: AnimeEntry): void {
    this.animeText.add(animeBm25Texts(this.#recollections.recall(entry)));
    this.metadata.add(entry);
    for (const episode of entry.episode_details ?? []) this.episodeText.add(episodeBm25Texts(episode, entry));
    if (entry.statistics !== undefined) this.audiences.push({ title: "", statistics: entry.statistics });
  }

  finish(): CatalogueFit {
    return new CatalogueFit({
      animeText: this.animeText.finish(),
      episodeText: this.episodeText.finish(),
      popularity: fitPopularity(this.audiences),
      metadata: this.metadata.finish(),
      recollections: this.#recollections,
    });
  }
}
