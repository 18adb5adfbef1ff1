/** The port to whatever turns pictures into dense vectors. Adapters are the folders beside this file. */

/** What an index remembers of the embedder that filled its image spaces; another identity is refused. */
export interface ImageEmbedderIdentity {
  readonly provider: string;
  readonly model: string;
  /** Changes whenever the same picture could get another vector. */
  readonly revision: string;
  readonly dimension: number;
  readonly pooling: string;
}

/** A picture as embedders take it, upright and opaque; `decodePicture` in decode.ts makes it from a file. */
export interface DecodedPicture {
  readonly format: PictureFormat;
  /** Of the picture as it is shown, in px; `pixels` is as large or smaller. */
  readonly width: number;
  readonly height: number;
  readonly pixels: {
    readonly width: number;
    readonly height: number;
    /** sRGB, [height × width × 3], row-major. */
    readonly data: Uint8Array;
  };
}

export type PictureFormat = "jpeg" | "png" | "webp" | "avif" | "gif";

export type ImageEmbedderStatus =
  | {
      readonly state: "ready";
      /** What a picture took of late; absent where it is next to nothing, or none was embedded yet. */
      readonly ms_per_picture?: number;
    }
  | { readonly state: "loading" | "failed"; readonly detail?: string };

export interface ImageEmbedder {
  readonly identity: ImageEmbedderIdentity;
  /** The most pictures, or texts, that one call takes. */
  readonly maxBatch: number;
  /** The shorter side, in px, that pictures should be decoded to: more is wasted, less loses detail. */
  readonly side: number;
  /** Rows of unit length, [pictures × dimension], row-major. Throws REQUEST_INVALID for more than `maxBatch`. */
  embedPictures(pictures: readonly DecodedPicture[]): Promise<Float32Array>;
  /**
   * Rows of unit length in the same space, so that a text finds pictures; absent where the model has no tower for
   * texts. Throws REQUEST_INVALID for more than `maxBatch`.
   */
  embedTexts?(texts: readonly string[]): Promise<Float32Array>;
  status(): ImageEmbedderStatus;
  close(): Promise<void>;
}
