import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { coverSvg } from "../../src/pictures/covers/cover.ts";
import type { Subject } from "../image.ts";
import { ROOT } from "../machine.ts";

interface Entry {
  readonly title: string;
  readonly genres?: readonly string[];
  readonly themes?: readonly { readonly name: string }[];
  readonly sources?: readonly string[];
}

/** The covers that Kotodama draws for a share of the bundled catalogue, evenly spread. */
export function catalogueCovers(share: number): Subject[] {
  const folder = join(ROOT, "catalogue");
  const entries = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
    .map((line) => JSON.parse(line) as Entry);
  const every = Math.round(1 / share);
  return entries
    .filter((_, i) => i % every === 0)
    .map(({ title, genres = [], themes = [], sources = [] }) => ({
      id: `cover of ${title}, ${sources[0]}`,
      draw: async () => {
        const subject = { id: sources[0] ?? title, title, genres, themes };
        const { data, info } = await sharp(Buffer.from(coverSvg(subject)))
          .flatten({ background: "#fff" })
          .removeAlpha()
          .raw()
          .toBuffer({ resolveWithObject: true });
        return { kind: "cover", width: info.width, height: info.height, data };
      },
    }));
}
