import assert from "node:assert/strict";
import { test } from "node:test";
import { episodesOf } from "./episode.ts";

test("every episode has an id of its own, also where a list repeats a number or has none", () => {
  const episodes = episodesOf({
    id: "a",
    slug: "s",
    episode_details: [
      { episode_number: 1, title: "One" },
      { episode_number: 1, season_number: 2 },
      { episode_number: 1 },
      { episode_number: 12.5, season_number: 0 },
      { title: "?" },
    ],
  });
  assert.deepEqual(
    episodes.map((episode) => episode.id),
    ["a#s1e1", "a#s2e1", "a#s1e1~2", "a#s0e12.5", "a#s1e0"],
  );
  assert.deepEqual(episodes[0], {
    id: "a#s1e1",
    anime_id: "a",
    anime_slug: "s",
    position: 0,
    episode_number: 1,
    title: "One",
  });
  assert.deepEqual(episodesOf({ id: "a", slug: "s" }), []);
});
