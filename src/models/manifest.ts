import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import Type from "typebox";
import Value from "typebox/value";
import { fail } from "../errors.ts";

/** The file in a model's folder that says what was fetched. */
const MANIFEST_NAME = "kotodama-manifest.json";

const ManifestFile = Type.Object({
  path: Type.String(),
  size: Type.Integer({ minimum: 0 }),
  sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
  repository: Type.String(),
  revision: Type.String(),
});

const Manifest = Type.Object({
  format: Type.Literal(1),
  name: Type.String(),
  revision: Type.String(),
  /** When it was last added to, ISO 8601. */
  fetched_at: Type.String(),
  files: Type.Array(ManifestFile),
});

export type ManifestFile = Type.Static<typeof ManifestFile>;
export type Manifest = Type.Static<typeof Manifest>;

/** The manifest of a folder; undefined where it has none. Throws MODEL_INVALID for one that cannot be read. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const path = join(folder, MANIFEST_NAME);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    return undefined;
  }
  try {
    const manifest: unknown = JSON.parse(text);
    if (Value.Check(Manifest, manifest)) return manifest;
  } catch {
    // Not JSON: as wrong as JSON of another shape.
  }
  throw fail("MODEL_INVALID", `${path} is not a manifest; remove the folder and pull the model again`);
}

/** Puts the manifest in place at once: a reader finds the old one or the new one, whole. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, MANIFEST_NAME);
  const file = await open(`${path}.part`, "w");
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}

/** The SHA-256 of a file's bytes, in hexadecimal. */
export async function sha256OfFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) hash.update(chunk);
  return hash.digest("hex");
}

export interface FileCheck {
  readonly path: string;
  readonly state: "ok" | "missing" | "changed";
  readonly size: number;
}

/** Compares every file with its manifest, byte for byte. */
export async function checkFiles(folder: string, manifest: Manifest): Promise<FileCheck[]> {
  const checks: FileCheck[] = [];
  for (const { path, size, sha256 } of manifest.files) {
    const found = await stat(join(folder, path)).catch(() => undefined);
    if (found === undefined) checks.push({ path, state: "missing", size });
    else {
      const same = found.size === size && (await sha256OfFile(join(folder, path))) === sha256;
      checks.push({ path, state: same ? "ok" : "changed", size: found.size });
    }
  }
  return checks;
}
