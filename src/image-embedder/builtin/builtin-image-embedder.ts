/** The image embedder that needs no download: pictures that look alike have descriptors that are near. */
import { fail } from "../../errors.ts";
import type { DecodedPicture, ImageEmbedder, ImageEmbedderIdentity, ImageEmbedderStatus } from "../port.ts";
import { DIMENSION, describePicture, PICTURE_SIDE } from "./descriptor.ts";

const MAX_BATCH = 256;
/** Pictures described without letting anything else run: some milliseconds. */
const AT_ONCE = 4;

export class BuiltinImageEmbedder implements ImageEmbedder {
  readonly identity: ImageEmbedderIdentity = {
    provider: "builtin",
    model: "builtin",
    // To be raised with every change in this folder that moves a vector.
    revision: "1",
    dimension: DIMENSION,
    pooling: "descriptor",
  };
  readonly maxBatch = MAX_BATCH;
  readonly side = PICTURE_SIDE;

  async embedPictures(pictures: readonly DecodedPicture[]): Promise<Float32Array> {
    if (pictures.length > MAX_BATCH) {
      throw fail(
        "REQUEST_INVALID",
        `${pictures.length} pictures in one batch; at most ${MAX_BATCH} are taken`,
      );
    }
    const rows = new Float32Array(pictures.length * DIMENSION);
    for (const [i, { pixels }] of pictures.entries()) {
      if (i > 0 && i % AT_ONCE === 0) await new Promise(setImmediate);
      rows.set(describePicture(pixels), i * DIMENSION);
    }
    return rows;
  }

  status(): ImageEmbedderStatus {
    return { state: "ready" };
  }

  async close(): Promise<void> {}
}

export function loadBuiltinImageEmbedder(): BuiltinImageEmbedder {
  return new BuiltinImageEmbedder();
}
