import type { MultipartFile } from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { fail, isFailure } from "../errors.ts";
import { describe } from "../validation.ts";

/** A request that came as a form: its fields as a JSON body would have them, and the picture's file. */
export interface PictureForm {
  readonly body: Readonly<Record<string, unknown>>;
  readonly file: Uint8Array | undefined;
}

/** Fields whose text is JSON. */
const JSON_FIELDS = ["filter", "fusion", "ignore_understood"];
/** Stands in the body for the file, which goes beside it. */
const AS_FILE = "(a file)";

/**
 * Reads multipart/form-data: one file named `image`, and fields named as in the JSON body; `filter`, `fusion` and
 * `ignore_understood` are JSON, `fields` is a list with commas or `full`. Throws PICTURE_TOO_LARGE, REQUEST_INVALID for a file of another
 * name and for a field that comes twice, MALFORMED_REQUEST for what is no form.
 */
export async function readPictureForm(request: FastifyRequest, maxBytes: number): Promise<PictureForm> {
  const body: Record<string, unknown> = {};
  let file: Uint8Array | undefined;
  const limits = {
    fileSize: maxBytes,
    files: 1,
    fields: 20,
    parts: 21,
    fieldSize: 100_000,
    fieldNameSize: 100,
  };
  try {
    for await (const part of request.parts({ limits })) {
      const name = part.fieldname;
      if (Object.hasOwn(body, name)) throw wrong(name, "it once");
      if (part.type === "file") {
        if (name !== "image") throw wrong(name, "a file named image");
        file = await (part as MultipartFile).toBuffer();
        body.image = AS_FILE;
      } else body[name] = readField(name, part.value);
    }
  } catch (error) {
    throw isFailure(error) ? error : asFailure(error, maxBytes);
  }
  return { body, file };
}

function readField(name: string, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (name === "fields" && value !== "full") return value.split(",").map((part) => part.trim());
  if (!JSON_FIELDS.includes(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    throw wrong(name, "JSON", value.slice(0, 100));
  }
}

function wrong(path: string, expected: string, got?: string) {
  const field = { path: path.slice(0, 100), expected, ...(got === undefined ? {} : { got }) };
  return fail("REQUEST_INVALID", describe([field]), { fields: [field] });
}

/** The form reader's own errors by their codes; what it says of the bytes themselves has none. */
function asFailure(error: unknown, maxBytes: number) {
  switch ((error as { code?: string }).code) {
    case "FST_REQ_FILE_TOO_LARGE":
      return fail("PICTURE_TOO_LARGE", `the picture has more than ${maxBytes} bytes`, { cause: error });
    case "FST_FILES_LIMIT":
      return wrong("image", "one file");
    case "FST_FIELDS_LIMIT":
    case "FST_PARTS_LIMIT":
      return wrong("the form", "at most 20 fields");
    case "FST_PROTO_VIOLATION":
      return wrong("__proto__", "no such field");
  }
  return fail("MALFORMED_REQUEST", "the body is not multipart/form-data as its content type says", {
    cause: error,
  });
}
