import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errno, fail, isFailure } from "../errors.ts";
import { type Checksum, fileUrl, type HubFile } from "./hub.ts";
import { ask, type HubAccess, pause, reasonOf } from "./hub-request.ts";

/**
 * Fetches a file to `path` and returns the SHA-256 of its bytes. It grows as `path.part`, from which an interrupted
 * download goes on, and gets its name only when its checksum is right; one that is there already and right is kept.
 * `onBytes` is told of the bytes that are there, as they come.
 * Throws MODEL_DOWNLOAD_FAILED, DISK_FULL.
 */
export async function downloadFile(
  access: HubAccess,
  file: HubFile,
  path: string,
  onBytes: (bytes: number) => void,
): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const there = await stat(path).catch(() => undefined);
  if (there?.size === file.size) {
    const { sha256, isRight } = await check(path, file);
    if (isRight) {
      onBytes(file.size);
      return sha256;
    }
  }
  const part = `${path}.part`;
  // A part that was left by something else may not fit: then the whole file is fetched once more.
  for (let isSecond = false; ; isSecond = true) {
    await fetchPart(access, file, part, onBytes);
    const { sha256, isRight } = await check(part, file);
    if (isRight) {
      await rename(part, path);
      return sha256;
    }
    await rm(part, { force: true });
    if (isSecond) {
      throw fail(
        "MODEL_DOWNLOAD_FAILED",
        `${fileUrl(access, file)} is not what its checksum says, twice; the server or something on the way is broken`,
      );
    }
  }
}

/** Brings `part` to the file's size, however often the connection breaks, as long as each attempt brings something. */
async function fetchPart(
  access: HubAccess,
  file: HubFile,
  part: string,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const url = fileUrl(access, file);
  let idle = 0;
  for (;;) {
    const before = (await stat(part).catch(() => undefined))?.size ?? 0;
    if (before === file.size && before > 0) return onBytes(before);
    const from = before > file.size ? 0 : before;
    const reason = await appendFrom(access, url, file, part, from, onBytes);
    const now = (await stat(part).catch(() => undefined))?.size ?? 0;
    if (now === file.size) return;
    idle = now > from ? 0 : idle + 1;
    if (idle >= access.attempts) {
      throw fail("MODEL_DOWNLOAD_FAILED", `${url} stops at ${now} of ${file.size} bytes: ${reason}`);
    }
    await access.wait(pause(idle + 1));
  }
}

/** One request, for what is missing from byte `from` on; returns why it ended. */
async function appendFrom(
  access: HubAccess,
  url: string,
  file: HubFile,
  part: string,
  from: number,
  onBytes: (bytes: number) => void,
): Promise<string> {
  const { response, silence } = await ask(access, url, from > 0 ? { range: `bytes=${from}-` } : {});
  if (response.status === 416 || response.body === null) {
    silence.end();
    await rm(part, { force: true });
    return `it answered ${response.status}`;
  }
  // A server that knows no ranges, or another one than was asked for, sends from the beginning.
  const begin = response.status === 206 ? startOf(response, from) : 0;
  if (begin === undefined) {
    silence.end();
    await rm(part, { force: true });
    return "it sent another part than the one asked for";
  }
  const output = await open(part, begin === 0 ? "w" : "a");
  const reader = response.body.getReader();
  let size = begin;
  try {
    for (;;) {
      const { done, value } = await silence.during(() => reader.read());
      if (done) return size === file.size ? "" : "the connection ended early";
      size += value.length;
      if (size > file.size)
        throw fail("MODEL_DOWNLOAD_FAILED", `${url} is longer than the ${file.size} bytes announced`);
      await write(output, value, part);
      onBytes(size);
    }
  } catch (error) {
    silence.end();
    access.signal?.throwIfAborted();
    if (isFailure(error)) throw error;
    return reasonOf(error, silence);
  } finally {
    await output.close();
  }
}

async function write(output: FileHandle, bytes: Uint8Array, path: string): Promise<void> {
  try {
    await output.writeFile(bytes);
  } catch (cause) {
    const code = errno(cause);
    if (code === "ENOSPC" || code === "EDQUOT") {
      throw fail(
        "DISK_FULL",
        `no space is left for ${path}; free some and pull again: it goes on from here`,
        { cause },
      );
    }
    throw fail("MODEL_DOWNLOAD_FAILED", `${path} cannot be written (${code ?? String(cause)})`, { cause });
  }
}

/** Where a part begins by its Content-Range, if that is where it was asked to. */
function startOf(response: Response, from: number): number | undefined {
  const start = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
  return Number(start) === from ? from : undefined;
}

async function check(path: string, file: HubFile): Promise<{ sha256: string; isRight: boolean }> {
  const sha256 = createHash("sha256");
  // Git's name of a file: SHA-1 over a header with its length and its bytes.
  const blob = createHash("sha1").update(`blob ${file.size}\0`);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    sha256.update(chunk);
    if (file.checksum !== undefined && "gitBlob" in file.checksum) blob.update(chunk);
  }
  const sum = sha256.digest("hex");
  return { sha256: sum, isRight: fits(file.checksum, sum, blob.digest("hex")) };
}

function fits(checksum: Checksum | undefined, sha256: string, blob: string): boolean {
  if (checksum === undefined) return true;
  return "sha256" in checksum ? checksum.sha256 === sha256 : checksum.gitBlob === blob;
}
