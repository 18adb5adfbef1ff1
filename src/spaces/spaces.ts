import Type, { type Static } from "typebox";
import { checked } from "../validation.ts";
import type { DenseSpace } from "../vector-store/port.ts";

export type SpaceKind = "text" | "image" | "sparse";
export type Priority = "high" | "medium" | "low";
export type Distance = "cosine" | "dot" | "euclid";

interface Declaration {
  readonly kind: SpaceKind;
  /** The fields of an entry that it is made from. */
  readonly fedBy: readonly string[];
  readonly priority: Priority;
}

/** Every space that an anime is indexed in. What has no feeder yet (behaviour) is declared and stays empty. */
export const SPACES = {
  title_vector: {
    kind: "text",
    fedBy: ["title", "title_english", "title_japanese", "synonyms", "synopsis", "background"],
    priority: "high",
  },
  character_vector: { kind: "text", fedBy: ["characters"], priority: "high" },
  genre_vector: {
    kind: "text",
    fedBy: ["genres", "themes", "tags", "demographics", "content_warnings"],
    priority: "high",
  },
  review_vector: {
    kind: "text",
    fedBy: ["awards", "background", "score", "statistics", "popularity_trends"],
    priority: "high",
  },
  staff_vector: { kind: "text", fedBy: ["staff_data"], priority: "medium" },
  temporal_vector: {
    kind: "text",
    fedBy: [
      "aired_dates",
      "year",
      "season",
      "month",
      "episodes",
      "broadcast",
      "premiere_dates",
      "delay_information",
    ],
    priority: "medium",
  },
  streaming_vector: { kind: "text", fedBy: ["streaming_info", "streaming_licenses"], priority: "medium" },
  related_vector: { kind: "text", fedBy: ["related_anime", "relations"], priority: "medium" },
  franchise_vector: {
    kind: "text",
    fedBy: ["trailers", "opening_themes", "ending_themes"],
    priority: "low",
  },
  episode_vector: { kind: "text", fedBy: ["episode_details"], priority: "low" },
  image_vector: { kind: "image", fedBy: ["images", "trailers"], priority: "high" },
  character_image_vector: { kind: "image", fedBy: ["characters"], priority: "high" },
  text_sparse: {
    kind: "sparse",
    fedBy: [
      "title",
      "title_english",
      "title_japanese",
      "synonyms",
      "synopsis",
      "background",
      "genres",
      "themes",
      "tags",
      "demographics",
      "staff_data",
      "characters",
    ],
    priority: "high",
  },
  metadata_sparse: {
    kind: "sparse",
    fedBy: [
      "genres",
      "demographics",
      "staff_data",
      "source_material",
      "type",
      "year",
      "episodes",
      "awards",
      "score",
      "statistics",
    ],
    priority: "high",
  },
  behavioral_sparse: { kind: "sparse", fedBy: [], priority: "medium" },
} as const satisfies Record<string, Declaration>;

export type SpaceName = keyof typeof SPACES;
type NamesOf<Kind extends SpaceKind> = {
  [Name in SpaceName]: (typeof SPACES)[Name]["kind"] extends Kind ? Name : never;
}[SpaceName];
export type TextSpace = NamesOf<"text">;
export type ImageSpace = NamesOf<"image">;
export type SparseSpace = NamesOf<"sparse">;
export type DenseSpaceName = TextSpace | ImageSpace;

function namesOf<Kind extends SpaceKind>(kind: Kind): readonly NamesOf<Kind>[] {
  return (Object.keys(SPACES) as SpaceName[]).filter((name) => SPACES[name].kind === kind) as NamesOf<Kind>[];
}

export const SPACE_NAMES = Object.keys(SPACES) as readonly SpaceName[];
export const TEXT_SPACES = namesOf("text");
export const IMAGE_SPACES = namesOf("image");
export const SPARSE_SPACES = namesOf("sparse");
/** The spaces whose embedder weighs the words of anime and of episodes, where it does so. */
export const WORDED_SPACE = { anime: "title_vector", episodes: "episode_vector" } as const;
/** The spaces that settings can be laid over: sparse ones have none. */
export const DENSE_SPACES: readonly DenseSpaceName[] = [...TEXT_SPACES, ...IMAGE_SPACES];

/** How a graph index (Qdrant) keeps a dense space. */
export interface IndexProfile {
  /** HNSW: links per node, candidates while building, candidates while searching. */
  readonly m: number;
  readonly ef_construct: number;
  readonly ef: number;
  readonly quantization: "int8" | "binary" | "none";
  /** Where the quantised vectors lie, and where the originals. */
  readonly quantized_in: "memory" | "disk";
  readonly originals_in: "memory" | "disk";
  /** Whether the best candidates are scored again with better codes. */
  readonly rescoring: boolean;
}

export const INDEX_PROFILES: Readonly<Record<Priority, IndexProfile>> = {
  high: {
    m: 64,
    ef_construct: 256,
    ef: 128,
    quantization: "int8",
    quantized_in: "memory",
    originals_in: "memory",
    rescoring: true,
  },
  medium: {
    m: 48,
    ef_construct: 200,
    ef: 64,
    quantization: "int8",
    quantized_in: "memory",
    originals_in: "disk",
    rescoring: true,
  },
  low: {
    m: 32,
    ef_construct: 128,
    ef: 32,
    quantization: "binary",
    quantized_in: "disk",
    originals_in: "disk",
    rescoring: true,
  },
};

/** What a setting may change of a dense space. */
export const SpaceOverride = Type.Object(
  {
    priority: Type.Optional(Type.Enum(["high", "medium", "low"])),
    distance: Type.Optional(Type.Enum(["cosine", "dot", "euclid"])),
    m: Type.Optional(Type.Integer({ minimum: 4, maximum: 128 })),
    ef_construct: Type.Optional(Type.Integer({ minimum: 8, maximum: 2_048 })),
    ef: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_048 })),
    quantization: Type.Optional(Type.Enum(["int8", "binary", "none"])),
    rescoring: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type SpaceOverride = Static<typeof SpaceOverride>;

const overrides = checked(
  Type.Object(Object.fromEntries(DENSE_SPACES.map((name) => [name, Type.Optional(SpaceOverride)])), {
    additionalProperties: false,
  }),
  "SETTINGS_INVALID",
);

export interface ConfiguredSpace extends DenseSpace {
  readonly name: DenseSpaceName;
  readonly kind: "text" | "image";
  readonly profile: IndexProfile;
}

/** The dense spaces as configured, and the names of the sparse ones. */
export interface ConfiguredSpaces {
  readonly dense: Readonly<Record<DenseSpaceName, ConfiguredSpace>>;
  readonly sparse: readonly SparseSpace[];
}

/** Of a CLIP ViT-L/14, until an image embedder says otherwise. */
const IMAGE_DIMENSION = 768;

/**
 * The spaces with settings of single spaces laid over the defaults; a changed priority brings its whole index
 * profile, over which `m`, `ef` and so on are laid in turn. Text spaces get the dimension of their embedder, one for
 * all or one for each.
 * Throws SETTINGS_INVALID for an unknown or sparse space, an unknown setting or a value out of range.
 */
export function spacesWith(
  changes: Readonly<Record<string, SpaceOverride>>,
  textDimension: number | ((space: TextSpace) => number),
  imageDimension = IMAGE_DIMENSION,
): ConfiguredSpaces {
  const valid = overrides.parse(changes) as Partial<Record<DenseSpaceName, SpaceOverride>>;
  const dense = DENSE_SPACES.map((name): [DenseSpaceName, ConfiguredSpace] => {
    const { priority = SPACES[name].priority, distance = "cosine", ...index } = valid[name] ?? {};
    const kind = SPACES[name].kind;
    const ofText = (space: TextSpace) =>
      typeof textDimension === "number" ? textDimension : textDimension(space);
    const dimension = kind === "text" ? ofText(name as TextSpace) : imageDimension;
    const profile = { ...INDEX_PROFILES[priority], ...index };
    return [name, { name, kind, dimension, distance, priority, profile }];
  });
  return {
    dense: Object.fromEntries(dense) as Record<DenseSpaceName, ConfiguredSpace>,
    sparse: SPARSE_SPACES,
  };
}
