import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalUrl, namesAnime, orderSources, providerIdOf, readSourceUrl } from "./source-url.ts";

test("every spelling of a provider's page has one canonical form", () => {
  const spellings: Record<string, string[]> = {
    "https://myanimelist.net/anime/20": [
      "https://myanimelist.net/anime/20",
      "http://www.myanimelist.net/anime/20/Naruto",
      "https://myanimelist.net/anime/20/Naruto/characters?q=1#top",
      "myanimelist.net/anime/20/",
      "https://MyAnimeList.net/anime.php?id=20",
      " https://myanimelist.net:443/anime/020 ",
    ],
    "https://anilist.co/anime/5": ["https://anilist.co/anime/5/Cowboy-Bebop/", "http://anilist.co/anime/5"],
    "https://anidb.net/anime/23": [
      "https://anidb.net/a23",
      "http://anidb.info/anime/23",
      "https://anidb.net/perl-bin/animedb.pl?show=anime&aid=23",
      "https://anidb.net/perl-bin/animedb.pl?aid=23&show=anime",
    ],
    "https://kitsu.app/anime/1": ["https://kitsu.io/anime/1", "https://www.kitsu.app/anime/1/"],
    "https://anime-planet.com/anime/cowboy-bebop": ["https://www.anime-planet.com/anime/cowboy-bebop/"],
    "https://anisearch.com/anime/1572": ["https://www.anisearch.de/anime/1572,cowboy-bebop"],
    "https://simkl.com/anime/37089": ["https://simkl.com/anime/37089/cowboy-bebop"],
    "https://animenewsnetwork.com/encyclopedia/anime.php?id=13": [
      "https://www.animenewsnetwork.com/encyclopedia/anime.php?id=13",
    ],
    "https://example.com/show?id=7": ["http://www.example.com/show/?utm_source=x&id=7#part"],
  };
  for (const [canonical, list] of Object.entries(spellings)) {
    for (const spelling of list) {
      assert.equal(canonicalUrl(spelling), canonical, spelling);
      assert.equal(canonicalUrl(canonical), canonical);
    }
  }
});

test("what is no http(s) URL has no canonical form", () => {
  for (const text of [
    "",
    "javascript:alert(1)",
    "ftp://anidb.net/anime/1",
    "Naruto",
    "http://",
    "https:// /",
  ]) {
    assert.equal(canonicalUrl(text), undefined, text);
  }
});

test("a provider's other pages name no anime; an unknown site's pages do, without an id", () => {
  assert.deepEqual(providerIdOf("https://myanimelist.net/anime/20"), { provider: "myanimelist", id: "20" });
  assert.equal(providerIdOf("https://myanimelist.net/manga/11"), undefined);
  assert.equal(namesAnime("https://myanimelist.net/manga/11"), false);
  assert.deepEqual(readSourceUrl("https://example.com/a"), {
    url: "https://example.com/a",
    provider: "example.com",
  });
  assert.equal(namesAnime("https://example.com/a"), true);
});

test("sources stand in the order of identity, numbers by size, pages that name no anime last", () => {
  assert.deepEqual(
    orderSources([
      "https://myanimelist.net/manga/1",
      "https://example.com/x",
      "https://simkl.com/anime/1",
      "https://anime-planet.com/anime/z",
      "https://myanimelist.net/anime/100",
      "https://anilist.co/anime/1",
      "https://myanimelist.net/anime/20",
      "https://anilist.co/anime/1",
    ]),
    [
      "https://myanimelist.net/anime/20",
      "https://myanimelist.net/anime/100",
      "https://anilist.co/anime/1",
      "https://anime-planet.com/anime/z",
      "https://simkl.com/anime/1",
      "https://example.com/x",
      "https://myanimelist.net/manga/1",
    ],
  );
});
