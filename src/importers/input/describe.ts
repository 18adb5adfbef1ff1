const MAGIC: readonly (readonly [string, string])[] = [
  ["89504e470d0a1a0a", "a PNG image"],
  ["ffd8ff", "a JPEG image"],
  ["47494638", "a GIF image"],
  ["25504446", "a PDF document"],
  ["504b0304", "a ZIP archive (unpack it first)"],
  ["377abcaf271c", "a 7z archive (unpack it first)"],
  ["fd377a585a00", "an xz file (unpack it first)"],
  ["425a68", "a bzip2 file (unpack it first)"],
  ["53514c69746520666f726d6174203300", "an SQLite database"],
  ["50415231", "a Parquet file"],
  ["fffe", "text in UTF-16 (save it as UTF-8)"],
  ["feff", "text in UTF-16 (save it as UTF-8)"],
];

/** What a file of no known format is, for people: `a PNG image`, `an HTML page`, `JSON with the fields a, b`, … */
export function describeBytes(head: Buffer): string {
  const hex = head.subarray(0, 16).toString("hex");
  const magic = MAGIC.find(([start]) => hex.startsWith(start));
  if (magic !== undefined) return magic[1];
  if (head.includes(0)) return "binary data";
  const text = head.toString("utf8").replace(/^\uFEFF?\s+|^\uFEFF/, "");
  if (text === "") return "nothing but white space";
  if (/^<(?:!doctype html|html|head|body)/i.test(text)) return "an HTML page";
  if (text.startsWith("<")) return "XML";
  if (/^[[{]/.test(text)) {
    const keys = new Set(
      Array.from(text.slice(0, 65536).matchAll(/"([\w $.-]{1,40})"\s*:/g), (match) => match[1]!),
    );
    const named = [...keys].slice(0, 6).join(", ");
    return named === ""
      ? "JSON without entries"
      : `JSON with the fields ${named}${keys.size > 6 ? ", …" : ""}`;
  }
  const line = text.split("\n", 1)[0]!.trim().slice(0, 60);
  return `text that begins with ${JSON.stringify(line)}`;
}
