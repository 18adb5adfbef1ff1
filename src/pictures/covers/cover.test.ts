import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import sharp from "sharp";
import { COVER_HEIGHT, COVER_WIDTH, type CoverSubject, coverSvg } from "./cover.ts";
import { lettering } from "./lettering.ts";
import { oklch } from "./palette.ts";
import { SeededRandom } from "./random.ts";

const CATALOGUE = join(import.meta.dirname, "../../../catalogue");
const SUBJECTS: readonly CoverSubject[] = readdirSync(CATALOGUE)
  .filter((name) => name.endsWith(".jsonl"))
  .flatMap((name) => readFileSync(join(CATALOGUE, name), "utf8").trimEnd().split("\n"))
  .map((line) => {
    const entry = JSON.parse(line) as CoverSubject & { readonly sources: readonly string[] };
    return { ...entry, id: entry.sources[0]! };
  });

describe("a generated cover", () => {
  test("is the same every time, and another for each entry of the bundled catalogue", () => {
    const drawn = SUBJECTS.map(coverSvg);
    assert.deepEqual(drawn.slice(0, 20), SUBJECTS.slice(0, 20).map(coverSvg));
    assert.equal(new Set(drawn).size, SUBJECTS.length);
  });

  test("holds nothing of the catalogue as markup, and no text that needs a font", () => {
    const hostile = {
      id: '"/><script>1</script>',
      title: `</svg><image href="file:///etc/passwd"/>&xxe; ${"A".repeat(5000)}`,
      genres: ["</svg>", "Comedy"],
      themes: [{ name: '<use href="#x"/>' }],
    };
    for (const subject of [hostile, ...SUBJECTS.slice(0, 50)]) {
      const elements = new Set([...coverSvg(subject).matchAll(/<([a-zA-Z]+)/g)].map(([, name]) => name!));
      const known = [
        "svg",
        "defs",
        "linearGradient",
        "stop",
        "clipPath",
        "g",
        "rect",
        "circle",
        "ellipse",
        "line",
        "path",
        "polygon",
      ];
      assert.deepEqual(
        [...elements].filter((name) => !known.includes(name)),
        [],
      );
      assert.doesNotMatch(coverSvg(subject), /NaN|undefined|Infinity|href|&/);
    }
  });

  test("is drawn for an entry that says nothing but a title, in any script", () => {
    for (const title of ["進撃の巨人", "", "🙂", "Ω", "a"])
      assert.match(coverSvg({ id: "x", title }), /^<svg .*<\/svg>$/s);
  });

  test("renders at its size and in more than a few colours", async () => {
    for (const subject of SUBJECTS.slice(0, 8)) {
      const { data, info } = await sharp(Buffer.from(coverSvg(subject)))
        .raw()
        .toBuffer({ resolveWithObject: true });
      assert.deepEqual([info.width, info.height], [COVER_WIDTH, COVER_HEIGHT]);
      const colours = new Set<number>();
      for (let i = 0; i < data.length; i += info.channels)
        colours.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
      assert.ok(colours.size > 50, `${subject.title}: ${colours.size} colours`);
    }
  });
});

describe("lettering", () => {
  const setting = { width: 200, maxLines: 3, size: 24, align: "left", weight: 1 } as const;

  test("stays inside its width and height", () => {
    for (const { title } of SUBJECTS) {
      const set = lettering(title, setting);
      if (set === null) continue;
      for (const [, x, y] of set.svg.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) {
        assert.ok(Number(x) >= 0 && Number(x) <= set.width + 0.1, `${title}: x ${x}`);
        assert.ok(Number(y) >= 0 && Number(y) <= set.height + 0.1, `${title}: y ${y}`);
      }
    }
  });

  test("takes accents off and has nothing to say in other scripts", () => {
    assert.equal(lettering("Ō Pokémon", setting)?.svg, lettering("O POKEMON", setting)?.svg);
    assert.equal(lettering("進撃の巨人", setting), null);
  });
});

describe("colours", () => {
  test("agree with the published values of OKLCH", () => {
    // https://bottosson.github.io/posts/oklab/: white is L 1, black L 0; sRGB red is L 0.628, C 0.258, h 29.23°.
    assert.equal(oklch(1, 0, 0), "#ffffff");
    assert.equal(oklch(0, 0, 0), "#000000");
    assert.match(oklch(0.628, 0.2576, 29.23), /^#(ff|fe)0[0-3]0[0-3]$/);
  });

  test("out of reach lose chroma, not hue", () => {
    assert.match(oklch(0.9, 0.4, 29), /^#[0-9a-f]{6}$/);
  });
});

test("the random stream depends on the text alone", () => {
  const [a, b, c] = ["one", "one", "two"].map((text) => new SeededRandom(text));
  const first = Array.from({ length: 5 }, () => a!.next());
  assert.deepEqual(
    first,
    Array.from({ length: 5 }, () => b!.next()),
  );
  assert.notDeepEqual(
    first,
    Array.from({ length: 5 }, () => c!.next()),
  );
});
