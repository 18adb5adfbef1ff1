import { crc32 } from "node:zlib";

interface Tensor {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** A safetensors file of float32 tensors. */
export function safetensorsFile(tensors: Readonly<Record<string, Tensor>>): Uint8Array {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  for (const [name, { values, shape }] of Object.entries(tensors)) {
    header[name] = { dtype: "F32", shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, ...Object.values(tensors).map(({ values }) => bytesOf(values))]);
}

/** What `torch.save` writes of a dictionary of float32 tensors: a zip of a pickle and of each tensor's numbers. */
export function torchFile(tensors: Readonly<Record<string, Tensor>>): Uint8Array {
  const files: [string, Uint8Array][] = [["archive/data.pkl", pickle(tensors)]];
  for (const [i, { values }] of Object.values(tensors).entries())
    files.push([`archive/data/${i}`, bytesOf(values)]);
  files.push(["archive/version", Buffer.from("3\n")]);
  return zip(files);
}

/** Protocol 2, step by step as pickle writes an OrderedDict of `_rebuild_tensor_v2` (Python's pickletools). */
function pickle(tensors: Readonly<Record<string, Tensor>>): Uint8Array {
  const text = (value: string) => {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([Buffer.from("X"), length, bytes]);
  };
  const number = (value: number) => {
    const bytes = Buffer.alloc(5);
    bytes.write("J");
    bytes.writeInt32LE(value, 1);
    return bytes;
  };
  const code = (value: string) => Buffer.from(value, "latin1");
  const tuple = (values: readonly number[]) =>
    Buffer.concat([...values.map(number), code(values.length === 1 ? "\x85" : "\x86")]);
  const items = Object.entries(tensors).flatMap(([name, { values, shape }], i) => [
    text(name),
    code("ctorch._utils\n_rebuild_tensor_v2\n(("),
    text("storage"),
    code("ctorch\nFloatStorage\n"),
    text(String(i)),
    text("cpu"),
    number(values.length),
    code("tQK\x00"),
    tuple(shape),
    tuple(shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1))),
    code("\x89ccollections\nOrderedDict\n)RtR"),
  ]);
  return Buffer.concat([code("\x80\x02ccollections\nOrderedDict\n)Rq\x00("), ...items, code("u.")]);
}

/** A zip whose files are stored as they are (PKWARE APPNOTE 4.3). */
function zip(files: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of files) {
    const path = Buffer.from(name);
    // Version, flags, method, time, date, checksum, sizes, lengths of name and extra field: the same in both places.
    const common = Buffer.alloc(26);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, path, bytes]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x00\x00", "latin1"), common, place, path);
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
