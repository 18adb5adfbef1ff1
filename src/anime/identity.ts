import { createHash } from "node:crypto";
import { compareText, namesAnime, orderSources, providerIdOf } from "./source-url.ts";

const URL_NAMESPACE = Buffer.from("6ba7b8119dad11d180b400c04fd430c8", "hex");

/** The UUID v5 of a name in the URL namespace (RFC 9562, 5.5: SHA-1 of namespace and name, version and variant set). */
export function uuidOfUrl(name: string): string {
  const bytes = createHash("sha1").update(URL_NAMESPACE).update(name, "utf8").digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** What identity needs of an entry. Sources are canonical URLs. */
export interface Identifiable {
  readonly id?: string;
  readonly sources?: readonly string[];
  readonly title: string;
  readonly type?: string;
  readonly year?: number;
}

/**
 * The id of one entry seen alone: its own where it carries one; else the UUID v5 of its first source in the order of
 * identity; else, without any source, of `urn:kotodama:anime:<title>:<type>:<year>`, title in lower case.
 */
export function identify(entry: Identifiable): string {
  return entry.id ?? uuidOfUrl(nameOf(entry));
}

function nameOf(entry: Identifiable): string {
  const [first] = orderSources((entry.sources ?? []).filter(namesAnime));
  if (first !== undefined) return first;
  const title = entry.title.normalize("NFKC").toLowerCase();
  return `urn:kotodama:anime:${encodeURIComponent(title)}:${entry.type ?? ""}:${entry.year ?? ""}`;
}

/** One contribution's claim to be an anime. `key` is unique and stable, such as file and record key. */
export interface Claim extends Identifiable {
  readonly key: string;
  /** The id the anime of this contribution has been given before. */
  readonly given?: string;
}

/** The contributions that are one anime. */
export interface IdentityGroup {
  readonly id: string;
  /** Other ids its members came with or had been given: links to them still mean this anime. */
  readonly aliases: readonly string[];
  /** Keys of the contributions, sorted. */
  readonly members: readonly string[];
  /** All their source URLs, in the order of identity. */
  readonly sources: readonly string[];
}

/** A source URL that two anime claim, or an id (`urn:uuid:…`). */
export interface IdentityConflict {
  readonly url: string;
  /** The ids of the anime, sorted. */
  readonly ids: readonly string[];
}

/** The names under which a claim may meet others: its sources that name an anime, its own id, and a name of its own without either. */
export function linksOf(claim: Identifiable): string[] {
  const links = (claim.sources ?? []).filter(namesAnime);
  if (claim.id !== undefined) links.push(`urn:uuid:${claim.id}`);
  return links.length > 0 ? [...new Set(links)] : [nameOf(claim)];
}

interface Cluster {
  readonly claims: Claim[];
  /** The sources of all claims in the order of identity, once they have been asked for; until the next merge. */
  sources?: readonly string[] | undefined;
  readonly providerIds: Map<string, Set<string>>;
}

/**
 * Decides which contributions are one anime. Those that share a source URL are, unless they carry different ids of
 * one provider; then they stay apart, and the URL is a conflict. The outcome depends on the set of claims alone, never
 * on their order: links are taken one by one in the order of identity (ids first, then MyAnimeList, AniList, …), and
 * at each the clusters holding it are merged as far as they agree, smallest name first.
 *
 * Claims that share no link (`linksOf`), directly or over others, cannot influence each other. So a record that grows
 * need only resolve the new claims with all that are connected with them, and with those that were given the ids in
 * question; the outcome is that of resolving everything.
 *
 * An id once given stays. Where clusters with given ids become one, the id of the first source wins, else the smaller,
 * and the others become aliases; where one splits, the cluster whose first source made the id keeps it, else the one
 * with more of the members that had it.
 */
export function resolveIdentities(claims: Iterable<Claim>): {
  groups: IdentityGroup[];
  conflicts: IdentityConflict[];
} {
  const sorted = [...claims].sort((a, b) => compareText(a.key, b.key));
  const clusterOf = new Map<Claim, Cluster>();
  const holders = new Map<string, Claim[]>();
  for (const claim of sorted) {
    clusterOf.set(claim, { claims: [claim], providerIds: providerIdsOf(claim) });
    for (const link of linksOf(claim)) {
      const present = holders.get(link);
      if (present === undefined) holders.set(link, [claim]);
      else present.push(claim);
    }
  }
  const shared = [...holders.keys()].filter((link) => holders.get(link)!.length > 1);
  const byId = shared.filter((link) => link.startsWith("urn:")).sort(compareText);
  const contested = [...byId, ...orderSources(shared.filter((link) => !link.startsWith("urn:")))];
  for (const link of contested) mergeAgreeing(distinct(holders.get(link)!, clusterOf), clusterOf);

  const clusters = byNameOfCluster(new Set(clusterOf.values()));
  const groups = assignIds(clusters);
  const idOf = new Map(clusters.map((cluster, at) => [cluster, groups[at]!.id]));
  const conflicts: IdentityConflict[] = [];
  for (const url of contested) {
    const ids = distinct(holders.get(url)!, clusterOf).map((cluster) => idOf.get(cluster)!);
    if (ids.length > 1) conflicts.push({ url, ids: ids.sort(compareText) });
  }
  return { groups, conflicts };
}

function providerIdsOf(claim: Claim): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const url of claim.sources ?? []) {
    const named = providerIdOf(url);
    if (named === undefined) continue;
    const present = ids.get(named.provider);
    if (present === undefined) ids.set(named.provider, new Set([named.id]));
    else present.add(named.id);
  }
  return ids;
}

function distinct(claims: readonly Claim[], clusterOf: ReadonlyMap<Claim, Cluster>): Cluster[] {
  return [...new Set(claims.map((claim) => clusterOf.get(claim)!))];
}

/** Merges each cluster into the first, by name, that it agrees with. */
function mergeAgreeing(clusters: Cluster[], clusterOf: Map<Claim, Cluster>): void {
  if (clusters.length < 2) return;
  const kept: Cluster[] = [];
  for (const cluster of byNameOfCluster(clusters)) {
    const home = kept.find((other) => agree(other, cluster));
    if (home === undefined) {
      kept.push(cluster);
      continue;
    }
    home.claims.push(...cluster.claims);
    home.sources = undefined;
    for (const [provider, ids] of cluster.providerIds) {
      home.providerIds.set(provider, new Set([...(home.providerIds.get(provider) ?? []), ...ids]));
    }
    for (const claim of cluster.claims) clusterOf.set(claim, home);
  }
}

/** Two clusters agree unless a provider knows both and gives them no id in common. */
function agree(a: Cluster, b: Cluster): boolean {
  for (const [provider, ids] of a.providerIds) {
    const others = b.providerIds.get(provider);
    if (others !== undefined && ids.isDisjointFrom(others)) return false;
  }
  return true;
}

function sourcesOf(cluster: Cluster): readonly string[] {
  cluster.sources ??= orderSources(cluster.claims.flatMap((claim) => claim.sources ?? []));
  return cluster.sources;
}

/** The names an anime may be given its id by, best first: its sources, or what `identify` says without any. */
function namesOf(cluster: Cluster): string[] {
  const names = sourcesOf(cluster).filter(namesAnime);
  return names.length > 0 ? names : [cluster.claims.map(nameOf).sort(compareText)[0]!];
}

function byNameOfCluster(clusters: Iterable<Cluster>): Cluster[] {
  const named = Array.from(clusters, (cluster) => ({ cluster, name: nameOfCluster(cluster) }));
  return named.sort((a, b) => compareText(a.name, b.name)).map(({ cluster }) => cluster);
}

/** What sorts a cluster among those it shares a link with: what it is, not when it came. Keys tell equals apart. */
function nameOfCluster(cluster: Cluster): string {
  return [...namesOf(cluster), ...cluster.claims.map((claim) => claim.key).sort(compareText)].join("\n");
}

interface Wish {
  readonly id: string;
  readonly cluster: number;
  /** 2: given before; 1: came with a contribution. */
  readonly strength: number;
  /** Whether it is the UUID of the cluster's first source. */
  readonly own: boolean;
  readonly votes: number;
}

/** Gives every cluster an id of its own, by the strongest wish for it. */
function assignIds(clusters: readonly Cluster[]): IdentityGroup[] {
  const wishesOf = clusters.map(wishesFor);
  const wishes = wishesOf.flat();
  wishes.sort(
    (a, b) =>
      b.strength - a.strength ||
      Number(b.own) - Number(a.own) ||
      b.votes - a.votes ||
      compareText(a.id, b.id) ||
      a.cluster - b.cluster,
  );
  const ids = new Array<string | undefined>(clusters.length);
  const taken = new Set<string>();
  for (const wish of wishes) {
    if (ids[wish.cluster] !== undefined || taken.has(wish.id)) continue;
    ids[wish.cluster] = wish.id;
    taken.add(wish.id);
  }
  clusters.forEach((cluster, at) => {
    ids[at] ??= freshId(namesOf(cluster), taken);
    taken.add(ids[at]);
  });
  return clusters.map((cluster, at) => ({
    id: ids[at]!,
    aliases: wishesOf[at]!.map((wish) => wish.id)
      .filter((id) => !taken.has(id))
      .sort(compareText),
    members: cluster.claims.map((claim) => claim.key).sort(compareText),
    sources: sourcesOf(cluster),
  }));
}

function wishesFor(cluster: Cluster, at: number): Wish[] {
  const first = uuidOfUrl(namesOf(cluster)[0]!);
  const wishes = new Map<string, { strength: number; votes: number }>();
  const wish = (id: string | undefined, strength: number) => {
    if (id === undefined) return;
    const present = wishes.get(id) ?? { strength, votes: 0 };
    wishes.set(id, { strength: Math.max(strength, present.strength), votes: present.votes + 1 });
  };
  for (const claim of cluster.claims) {
    wish(claim.given, 2);
    wish(claim.id, 1);
  }
  return [...wishes].map(([id, vote]) => ({ id, cluster: at, own: id === first, ...vote }));
}

/** The UUID of the first name that no other anime has its id by; of the first name and a number, where all are taken. */
function freshId(names: readonly string[], taken: ReadonlySet<string>): string {
  const id = names.map(uuidOfUrl).find((candidate) => !taken.has(candidate));
  if (id !== undefined) return id;
  for (let number = 2; ; number++) {
    const numbered = uuidOfUrl(`${names[0]!}#${number}`);
    if (!taken.has(numbered)) return numbered;
  }
}
