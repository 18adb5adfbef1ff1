import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { errno, fail } from "../errors.ts";

/**
 * Reads a picture named by a file URL, where it lies below the allowed folder once links are followed; null allows
 * none. Throws PICTURE_REFUSED and PICTURE_TOO_LARGE.
 */
export async function readLocalPicture(
  location: string,
  folder: string | null,
  maxBytes: number,
): Promise<Uint8Array> {
  if (folder === null) {
    throw fail(
      "PICTURE_REFUSED",
      "pictures are not read from files; PICTURES_FOLDER names a folder they may be in",
    );
  }
  const [root, path] = await Promise.all([real(folder), real(pathOf(location))]);
  const below = relative(root, path);
  if (below === "" || below.startsWith("..") || isAbsolute(below)) {
    throw fail("PICTURE_REFUSED", `${location.slice(0, 200)} is not below PICTURES_FOLDER`);
  }
  const stats = await stat(path);
  if (!stats.isFile()) throw fail("PICTURE_REFUSED", `${location.slice(0, 200)} is no file`);
  if (stats.size > maxBytes) {
    throw fail(
      "PICTURE_TOO_LARGE",
      `${location.slice(0, 200)} has ${stats.size} bytes; at most ${maxBytes} are read`,
    );
  }
  return readFile(path);
}

function pathOf(location: string): string {
  try {
    return fileURLToPath(location);
  } catch (cause) {
    throw fail("PICTURE_REFUSED", `${location.slice(0, 200)} is no path of this machine`, { cause });
  }
}

async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    const why = errno(cause) === "ENOENT" ? "is not there" : `cannot be read (${errno(cause)})`;
    throw fail("PICTURE_REFUSED", `${path.slice(0, 200)} ${why}`, { cause });
  }
}
