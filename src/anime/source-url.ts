/** A page of a provider: the canonical address, whose it is, and its id there where the page names an anime. */
export interface SourceUrl {
  readonly url: string;
  /** A name of PROVIDERS, or the host for a site that is not among them. */
  readonly provider: string;
  /** The anime's id at the provider. Absent for an unknown site and for a page that is not an anime's. */
  readonly id?: string;
}

interface Provider {
  readonly name: string;
  readonly hosts: readonly string[];
  /** The first group is the id. */
  readonly pages: readonly RegExp[];
  readonly canonical: (id: string) => string;
}

/** The providers, in the order in which they name an anime. */
const PROVIDER_PAGES: readonly Provider[] = [
  {
    name: "myanimelist",
    hosts: ["myanimelist.net"],
    pages: [/^\/anime\/0*(\d+)(?:\/|$)/, /^\/anime\.php\?(?:.*&)?id=0*(\d+)(?:&|$)/],
    canonical: (id) => `https://myanimelist.net/anime/${id}`,
  },
  {
    name: "anilist",
    hosts: ["anilist.co"],
    pages: [/^\/anime\/0*(\d+)(?:\/|$)/],
    canonical: (id) => `https://anilist.co/anime/${id}`,
  },
  {
    name: "anidb",
    hosts: ["anidb.net", "anidb.info"],
    pages: [
      /^\/anime\/0*(\d+)(?:\/|$)/,
      /^\/a\/?0*(\d+)(?:\/|$)/,
      /^\/perl-bin\/animedb\.pl\?(?=(?:.*&)?show=anime(?:&|$))(?:.*&)?aid=0*(\d+)(?:&|$)/,
    ],
    canonical: (id) => `https://anidb.net/anime/${id}`,
  },
  {
    name: "kitsu",
    hosts: ["kitsu.app", "kitsu.io"],
    pages: [/^\/anime\/0*(\d+)(?:\/|$)/],
    canonical: (id) => `https://kitsu.app/anime/${id}`,
  },
  {
    name: "anime-planet",
    hosts: ["anime-planet.com"],
    pages: [/^\/anime\/([^/?]+)/],
    canonical: (id) => `https://anime-planet.com/anime/${id}`,
  },
  {
    name: "anisearch",
    hosts: ["anisearch.com", "anisearch.de", "anisearch.es", "anisearch.fr", "anisearch.it", "anisearch.jp"],
    pages: [/^\/anime\/0*(\d+)(?:[/,]|$)/],
    canonical: (id) => `https://anisearch.com/anime/${id}`,
  },
  {
    name: "livechart",
    hosts: ["livechart.me"],
    pages: [/^\/anime\/0*(\d+)(?:\/|$)/],
    canonical: (id) => `https://livechart.me/anime/${id}`,
  },
  {
    name: "simkl",
    hosts: ["simkl.com"],
    pages: [/^\/anime\/0*(\d+)(?:\/|$)/],
    canonical: (id) => `https://simkl.com/anime/${id}`,
  },
  {
    name: "animecountdown",
    hosts: ["animecountdown.com"],
    pages: [/^\/0*(\d+)(?:\/|$)/],
    canonical: (id) => `https://animecountdown.com/${id}`,
  },
  {
    name: "animenewsnetwork",
    hosts: ["animenewsnetwork.com", "animenewsnetwork.cc"],
    pages: [/^\/encyclopedia\/anime\.php\?(?:.*&)?id=0*(\d+)(?:&|$)/],
    canonical: (id) => `https://animenewsnetwork.com/encyclopedia/anime.php?id=${id}`,
  },
  {
    name: "animeschedule",
    hosts: ["animeschedule.net"],
    pages: [/^\/anime\/([^/?]+)/],
    canonical: (id) => `https://animeschedule.net/anime/${id}`,
  },
  {
    name: "notify.moe",
    hosts: ["notify.moe"],
    pages: [/^\/anime\/([^/?]+)/],
    canonical: (id) => `https://notify.moe/anime/${id}`,
  },
];

/** The providers' names: the first eight in the order of identity, the others by name. */
export const PROVIDERS: readonly string[] = PROVIDER_PAGES.map((provider) => provider.name);

const BY_HOST = new Map(PROVIDER_PAGES.flatMap((provider) => provider.hosts.map((host) => [host, provider])));

/** What most source URLs are: canonical already, and read without the URL parser. */
const PLAIN =
  /^https:\/\/(?:(myanimelist\.net|anilist\.co|anidb\.net|kitsu\.app|anisearch\.com|livechart\.me|simkl\.com)\/anime\/([1-9]\d{0,15})|(anime-planet\.com)\/anime\/([a-z0-9-]+))$/;

/**
 * Reads a source URL. http and https, `www.` and `m.`, a port that goes without saying, a trailing slash, a fragment,
 * a slug behind the id, campaign parameters and older hosts (kitsu.io, anidb.info) make no difference; of a site
 * that is not among the providers, path and query stay. Undefined for what is no http(s) URL.
 */
export function readSourceUrl(text: string): SourceUrl | undefined {
  const plain = PLAIN.exec(text);
  if (plain !== null) {
    const id = (plain[2] ?? plain[4])!;
    return { url: text, provider: BY_HOST.get((plain[1] ?? plain[3])!)!.name, id };
  }
  let address: URL;
  const trimmed = text.trim();
  try {
    address = new URL(
      /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed.replace(/^\/+/, "")}`,
    );
  } catch {
    return undefined;
  }
  if (address.protocol !== "http:" && address.protocol !== "https:") return undefined;
  const host = address.hostname.replace(/^(?:www|m)\./, "").replace(/\.$/, "");
  if (!host.includes(".")) return undefined;
  const path = address.pathname.replace(/\/+/g, "/");
  const provider = BY_HOST.get(host);
  if (provider !== undefined) {
    for (const page of provider.pages) {
      const id = page.exec(path + address.search)?.[1];
      if (id !== undefined) return { url: provider.canonical(id), provider: provider.name, id };
    }
  }
  for (const name of [...address.searchParams.keys()]) {
    if (/^utm_|^fbclid$|^gclid$/.test(name)) address.searchParams.delete(name);
  }
  const port = address.port === "" ? "" : `:${address.port}`;
  const url = `https://${host}${port}${path.replace(/\/$/, "")}${address.search}`;
  return { url, provider: provider?.name ?? host };
}

/** The canonical form of a source URL; undefined for what is no http(s) URL. */
export function canonicalUrl(text: string): string | undefined {
  return readSourceUrl(text)?.url;
}

/** The provider and the anime's id there; undefined where the URL names no anime of a known provider. */
export function providerIdOf(url: string): { provider: string; id: string } | undefined {
  const source = readSourceUrl(url);
  return source?.id === undefined ? undefined : { provider: source.provider, id: source.id };
}

/** True where sharing the URL means being the same anime: an anime's page at a provider, or any page of another site. */
export function namesAnime(url: string): boolean {
  const source = readSourceUrl(url);
  return source !== undefined && (source.id !== undefined || !PROVIDERS.includes(source.provider));
}

const RANKED = 8;

/** The page's place in the order of identity, from 0; the same for all providers after the eighth. */
function rankOf(source: SourceUrl | undefined): number {
  if (source === undefined) return RANKED + 1;
  const rank = PROVIDERS.indexOf(source.provider);
  if (rank >= 0 && source.id === undefined) return RANKED + 1;
  return rank < 0 ? RANKED : Math.min(rank, RANKED);
}

/**
 * Canonical source URLs in the order of identity, without repeats: MyAnimeList, AniList, AniDB, Kitsu, Anime-Planet,
 * aniSearch, LiveChart, Simkl, then the others by address. Within a provider smaller numbers come first, and pages
 * that name no anime come last.
 */
export function orderSources(sources: Iterable<string>): string[] {
  const ranked = [...new Set(sources)].map((url) => {
    const source = readSourceUrl(url);
    return { url, rank: rankOf(source), number: Number(source?.id ?? Number.NaN) };
  });
  ranked.sort((a, b) => a.rank - b.rank || compareNumbers(a.number, b.number) || compareText(a.url, b.url));
  return ranked.map((source) => source.url);
}

function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

/** Compares by code unit, so that the order depends on no locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
