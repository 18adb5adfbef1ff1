import type { HealthSource } from "../administration/health.ts";
import type { Administration } from "../administration/port.ts";
import type { EpisodeSearch } from "../search/episodes.ts";
import type { Gate } from "../search/gate.ts";
import type { AnimeSearch, SearchDependencies } from "../search/search.ts";

/** What the HTTP routes call; `compose.ts` makes it, tests pass fakes. */
export interface HttpDependencies {
  readonly search: SearchDependencies;
  readonly anime: AnimeSearch;
  readonly episodes: EpisodeSearch;
  readonly gate: Gate;
  readonly administration: Administration;
  readonly health: HealthSource;
  /** Null where no covers are served. */
  readonly covers: CoverSource | null;
}

/** Where covers come from. */
export interface CoverSource {
  /** Null where there is no such anime, or it is adult and was not asked for. */
  cover(
    idOrSlug: string,
    includeNsfw: boolean,
  ): Promise<{ readonly bytes: Uint8Array; readonly etag: string; readonly isGenerated: boolean } | null>;
}

/** The settings that the routes need. */
export interface HttpSettings {
  readonly version: string;
  readonly adminToken: string;
  readonly corsOrigins: readonly string[] | "*";
  readonly maxBodyBytes: number;
  readonly maxBatchSize: number;
  readonly requestTimeoutMs: number;
  readonly logger: unknown;
}
