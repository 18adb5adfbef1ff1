import assert from "node:assert/strict";
import { test } from "node:test";
import { episodeListing, LISTING_FIELDS, listing } from "./listing.ts";

test("the listing has the promised fields, null or empty where nothing is known", () => {
  const bare = listing({ id: "1", slug: "a", title: "A" });
  assert.deepEqual(bare, {
    slug: "a",
    title: "A",
    title_english: null,
    title_japanese: null,
    type: null,
    status: null,
    year: null,
    season: null,
    episodes: null,
    genres: [],
    demographics: [],
    studios: [],
    rating: null,
    nsfw: false,
    average_score: null,
    popularity_score: null,
    cover_image: null,
    synopsis: null,
  });
  assert.deepEqual([...LISTING_FIELDS], Object.keys(bare));
});

test("a cover comes before a poster, the median before other scores", () => {
  const full = listing({
    id: "1",
    slug: "a",
    title: "A",
    images: { posters: ["poster"], covers: ["cover"] },
    score: { median: 8.5, arithmetic_mean: 8 },
    staff_data: { studios: [{ name: "Sunrise" }] },
    popularity_score: 0,
  });
  assert.equal(full.cover_image, "cover");
  assert.equal(full.average_score, 8.5);
  assert.equal(full.popularity_score, 0);
  assert.deepEqual(full.studios, ["Sunrise"]);
});

test("a synopsis is cut after 300 characters, none of them in half", () => {
  const cut = (synopsis: string) => listing({ id: "1", slug: "a", title: "A", synopsis }).synopsis;
  assert.equal(cut("x".repeat(300)), "x".repeat(300));
  assert.equal(cut("x".repeat(301)), "x".repeat(300));
  // 200 emoji are 400 code units but 200 characters.
  assert.equal(cut("😀".repeat(200)), "😀".repeat(200));
  assert.equal(cut(`x${"😀".repeat(400)}`), `x${"😀".repeat(299)}`);
});

test("an episode's listing", () => {
  const episode = {
    id: "1#s1e1",
    anime_id: "1",
    anime_slug: "a",
    position: 0,
    episode_number: 1,
    filler: true,
  };
  assert.deepEqual(episodeListing(episode, { id: "1", slug: "a", title: "A" }), {
    anime: { id: "1", slug: "a", title: "A" },
    episode: { number: 1, season: null, title: null, aired: null, filler: true, recap: false },
  });
});
