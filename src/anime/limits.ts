/**
 * The largest values an entry may hold. They are far above anything real and exist so that a hostile or broken
 * file cannot fill memory: an entry over a limit is rejected with the path of the offending value.
 */
export const LIMITS = {
  /** Characters of a title, a name, a synonym, a tag. */
  title: 1_000,
  /** Characters of a URL. */
  url: 4_096,
  /** Characters of a picture's address, which may be the picture itself as a data URI. */
  picture: 500_000,
  /** Characters of a synopsis, a background, a description, a biography. */
  text: 50_000,
  /** Items of a list. */
  list: 10_000,
  /** Keys of an object. */
  keys: 1_000,
  /** Levels of objects and lists within an entry. */
  depth: 16,
} as const;
