import Type, { type TSchema } from "typebox";
import { LIMITS } from "./limits.ts";

/** A title, a name, a label: at most 1,000 characters. */
export const label = (description: string) => Type.String({ description, maxLength: LIMITS.title });

/** Running text: at most 50,000 characters. */
export const text = (description: string) => Type.String({ description, maxLength: LIMITS.text });

/** What every URL of an entry begins with: no script, no file. */
export const URL_PATTERN = "^https?://";

/** An absolute http(s) URL; it may hold characters beyond ASCII, as people copy them. */
export const url = (description: string) =>
  Type.String({ description, pattern: URL_PATTERN, maxLength: LIMITS.url });

/** What the address of a picture begins with: http(s), the picture itself, or a file of the operator's. */
export const PICTURE_PATTERN = "^(https?://|data:image/|file:)";

/** Where a picture is. */
export const picture = (description: string) =>
  Type.String({ description, pattern: PICTURE_PATTERN, maxLength: LIMITS.picture });

/** A day (`1998-04-03`) or a moment (`1998-04-03T15:00:00Z`) as ISO 8601; `1998` or `1998-04` where no more is known. */
export const moment = (description: string) =>
  Type.String({ description: `${description} (ISO 8601)`, maxLength: 40 });

/** A whole number from 0. */
export const count = (description: string) => Type.Integer({ description, minimum: 0 });

/** A list of at most 10,000 items. */
export const listOf = <T extends TSchema>(item: T, description: string) =>
  Type.Array(item, { description, maxItems: LIMITS.list });
