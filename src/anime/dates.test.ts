import assert from "node:assert/strict";
import { test } from "node:test";
import { partsOfMoment, readDuration, readMoment, readPeriod } from "./dates.ts";

test("readMoment writes what it reads as ISO 8601, as exactly as it is known", () => {
  const cases: Record<string, string | undefined> = {
    "1998-04-03": "1998-04-03",
    "1998-04-03T00:00:00+00:00": "1998-04-03T00:00:00+00:00",
    "1998-04-03 15:00": "1998-04-03T15:00",
    "1998-04-03t15:00:00.5z": "1998-04-03T15:00:00.5Z",
    "1998-04-03T15:00:00+0900": "1998-04-03T15:00:00+09:00",
    "Apr 3, 1998": "1998-04-03",
    "April 3rd, 1998": "1998-04-03",
    "3 Sept. 1998": "1998-09-03",
    "1998/4/3": "1998-04-03",
    "Apr 1998": "1998-04",
    "Apr, 1998": "1998-04",
    "1998": "1998",
    "2024-02-29": "2024-02-29",
    "2023-02-29": undefined,
    "1900-02-29": undefined,
    "1998-04-03T25:00": undefined,
    "0001-01-01": undefined,
    "Foo 3, 1998": undefined,
    Unknown: undefined,
    "": undefined,
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(readMoment(text), expected, text);
});

test("readPeriod takes both ends, one, or none", () => {
  const both = "Apr 3, 1998 to Apr 24, 1999";
  assert.deepEqual(readPeriod(both), { from: "1998-04-03", to: "1999-04-24", string: both });
  assert.deepEqual(readPeriod("Apr 2021 to ?"), { from: "2021-04", string: "Apr 2021 to ?" });
  assert.deepEqual(readPeriod("Feb 1, 2009"), { from: "2009-02-01", string: "Feb 1, 2009" });
  assert.equal(readPeriod("Not available"), undefined);
});

test("readDuration counts seconds", () => {
  const cases: Record<string, number | undefined> = {
    "24 min per ep": 24 * 60,
    "24 min. per ep.": 24 * 60,
    "1 hr 55 min": 3600 + 55 * 60,
    "1 hr. 55 min.": 3600 + 55 * 60,
    "2 hours": 7200,
    "30 sec": 30,
    "1h5m": 3900,
    "00:24:00": 1440,
    "3:30": 210,
    "1440": 1440,
    Unknown: undefined,
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(readDuration(text), expected, text);
});

test("partsOfMoment tells the year, and the month where it is known", () => {
  assert.deepEqual(partsOfMoment("1998-04-03"), { year: 1998, month: 4 });
  assert.deepEqual(partsOfMoment("1998"), { year: 1998 });
});
