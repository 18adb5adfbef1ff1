import { hash } from "node:crypto";
import type { CatalogueEntry } from "../anime/entry.ts";
import { picturesOf } from "../anime/pictures.ts";
import type { PictureUse } from "../record/pictures.ts";
import { coverSvg } from "./covers/cover.ts";

/** What a use is called by that stands in the entry itself: its content, so that another one is another picture. */
const DRAWN = "cover:";
const INLINE = "data:";

/** Where a picture has to be looked for. */
export type PictureSource =
  | { readonly kind: "drawn"; readonly svg: string }
  | { readonly kind: "inline"; readonly bytes: Uint8Array }
  | { readonly kind: "file" }
  | { readonly kind: "remote"; readonly host: string }
  /** The entry has changed since: it no longer holds the picture. */
  | { readonly kind: "gone" };

/** The pictures that an entry uses; for one without any, the cover that is drawn for it. */
export function usesOf(entry: CatalogueEntry): PictureUse[] {
  const pictures = picturesOf(entry);
  const covers = pictures.image_vector.length > 0 ? pictures.image_vector.map(nameOf) : [nameOfDrawn(entry)];
  return [
    ...covers.map((location) => ({ space: "image_vector", location })),
    ...pictures.character_image_vector.map((address) => ({
      space: "character_image_vector",
      location: nameOf(address),
    })),
  ];
}

/** True for an entry that has no picture of its own, so that a cover is drawn for it. */
export function isDrawn(entry: CatalogueEntry): boolean {
  return picturesOf(entry).image_vector.length === 0;
}

/** What is to be read for a use; `entry` is one that uses it, null where none is left. */
export function sourceOf(location: string, entry: CatalogueEntry | null): PictureSource {
  if (/^https?:/.test(location)) {
    return { kind: "remote", host: URL.canParse(location) ? new URL(location).host : "" };
  }
  if (location.startsWith("file:")) return { kind: "file" };
  if (entry === null) return { kind: "gone" };
  if (location.startsWith(DRAWN)) {
    const svg = coverSvg(entry);
    return location === named(DRAWN, svg) ? { kind: "drawn", svg } : { kind: "gone" };
  }
  const { image_vector, character_image_vector } = picturesOf(entry);
  const address = [...image_vector, ...character_image_vector].find((one) => nameOf(one) === location);
  return address === undefined ? { kind: "gone" } : { kind: "inline", bytes: bytesOf(address) };
}

/** The bytes of a data URI (RFC 2397) in base64; what is no base64 is left out, so that decoding says what is wrong. */
export function bytesOf(dataUri: string): Uint8Array {
  return Buffer.from(dataUri.slice(dataUri.indexOf(",") + 1), "base64");
}

function nameOf(address: string): string {
  return address.startsWith(INLINE) ? named(INLINE, address) : address;
}

function nameOfDrawn(entry: CatalogueEntry): string {
  return named(DRAWN, coverSvg(entry));
}

function named(kind: string, content: string): string {
  return kind + hash("sha256", content, "hex");
}
