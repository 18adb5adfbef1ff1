import { hash } from "node:crypto";
import sharp from "sharp";
import { type CatalogueEntry, isAdult } from "../anime/entry.ts";
import { isFailure } from "../errors.ts";
import { decodePicture, PICTURE_LIMITS } from "../image-embedder/decode.ts";
import type { CatalogueRecord } from "../record/record.ts";
import { coverWebp } from "./cover-image.ts";
import { COVER_HEIGHT, COVER_REVISION, COVER_WIDTH, coverSvg } from "./covers/cover.ts";
import type { PictureFiles } from "./fetching/picture-files.ts";
import { readLocalPicture } from "./local-picture.ts";
import { isDrawn, sourceOf } from "./picture-uses.ts";

/** A cover as it is served: WebP, 300 × 420. */
export interface Cover {
  readonly bytes: Uint8Array;
  /** Names these very bytes. */
  readonly etag: string;
  /** Drawn by code, not a picture of the anime. */
  readonly isGenerated: boolean;
}

/** Covers that are remembered: a few pages of results. */
const REMEMBERED = 200;

/**
 * Covers of anime: an entry's own where its file is here (inline, in the allowed folder, or fetched before), else a
 * drawn one. Nothing is fetched for it.
 */
export class CoverShelf {
  readonly #deps: {
    readonly record: CatalogueRecord;
    readonly files: Pick<PictureFiles, "get">;
    readonly folder: string | null;
  };
  readonly #remembered = new Map<string, Cover>();

  constructor(deps: {
    readonly record: CatalogueRecord;
    readonly files: Pick<PictureFiles, "get">;
    readonly folder: string | null;
  }) {
    this.#deps = deps;
  }

  /** Null where there is no such anime, or it is adult and was not asked for. */
  async cover(idOrSlug: string, includeNsfw: boolean): Promise<Cover | null> {
    const entry = this.#deps.record.entries.read(idOrSlug);
    if (entry === null || (isAdult(entry) && !includeNsfw)) return null;
    return (await this.#own(entry)) ?? this.#drawn(entry);
  }

  async #own(entry: CatalogueEntry): Promise<Cover | null> {
    if (isDrawn(entry)) return null;
    for (const { location, state, hash: digest } of this.#deps.record.pictures.ofEntry(
      entry.id,
      "image_vector",
    )) {
      if (state !== "done" || digest === null) continue;
      const etag = `own-${COVER_REVISION}-${Buffer.from(digest).toString("hex").slice(0, 24)}`;
      const known = this.#remembered.get(etag);
      if (known !== undefined) return known;
      const file = await this.#file(location, digest, entry);
      const bytes = file === null ? null : await thumbnail(file);
      if (bytes !== null) return this.#remember({ bytes, etag, isGenerated: false });
    }
    return null;
  }

  async #file(location: string, digest: Uint8Array, entry: CatalogueEntry): Promise<Uint8Array | null> {
    const source = sourceOf(location, entry);
    if (source.kind === "inline") return source.bytes;
    if (source.kind === "remote") return this.#deps.files.get(digest);
    if (source.kind !== "file") return null;
    return orNull(() => readLocalPicture(location, this.#deps.folder, PICTURE_LIMITS.maxBytes));
  }

  async #drawn(entry: CatalogueEntry): Promise<Cover> {
    const svg = coverSvg(entry);
    const etag = `drawn-${hash("sha256", svg, "hex").slice(0, 24)}`;
    return (
      this.#remembered.get(etag) ?? this.#remember({ bytes: await coverWebp(svg), etag, isGenerated: true })
    );
  }

  #remember(cover: Cover): Cover {
    this.#remembered.delete(cover.etag);
    this.#remembered.set(cover.etag, cover);
    if (this.#remembered.size > REMEMBERED) {
      this.#remembered.delete(this.#remembered.keys().next().value!);
    }
    return cover;
  }
}

/** The middle of a picture in the shape of a cover; null for one that cannot be decoded. */
function thumbnail(file: Uint8Array): Promise<Uint8Array | null> {
  return orNull(async () => {
    const { pixels } = await decodePicture(file, PICTURE_LIMITS, COVER_HEIGHT);
    const { width, height, data } = pixels;
    return sharp(data, { raw: { width, height, channels: 3 } })
      .resize(COVER_WIDTH, COVER_HEIGHT, { fit: "cover" })
      .webp({ quality: 82 })
      .toBuffer();
  });
}

async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    // It was there when it was embedded; the file may be gone since. A drawn cover takes its place.
    if (isFailure(error)) return null;
    throw error;
  }
}
