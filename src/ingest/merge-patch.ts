type Json = unknown;
type JsonObject = { readonly [key: string]: Json };

/** A document of RFC 7396: what it holds replaces, objects go deep, null removes. */
export type MergePatch = JsonObject;

/** The target after the patch; the target itself stays as it was. RFC 7396, section 2. */
export function applyMergePatch(target: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result = new Map<string, Json>(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, applyMergePatch(result.get(key), value));
  }
  return Object.fromEntries(result);
}

/**
 * The list of patches with one more at its end. The last two become one wherever one can say what both do; it cannot
 * where the second goes into an object at a place that the first had replaced or removed as a whole.
 */
export function appendMergePatch(patches: readonly MergePatch[], next: MergePatch): MergePatch[] {
  const last = patches.at(-1);
  if (last === undefined || !canCompose(last, next)) return [...patches, next];
  return [...patches.slice(0, -1), compose(last, next)];
}

function canCompose(first: JsonObject, second: JsonObject): boolean {
  return Object.entries(second).every(([key, value]) => {
    if (!isObject(value) || !Object.hasOwn(first, key)) return true;
    const before = first[key];
    return isObject(before) && canCompose(before, value);
  });
}

function compose(first: JsonObject, second: JsonObject): JsonObject {
  const result = new Map(Object.entries(first));
  for (const [key, value] of Object.entries(second)) {
    const before = result.get(key);
    result.set(key, isObject(value) && isObject(before) ? compose(before, value) : value);
  }
  return Object.fromEntries(result);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
