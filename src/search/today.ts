import type { Now } from "./understand/calendar.ts";

const SEASONS = ["WINTER", "SPRING", "SUMMER", "FALL"] as const;

/** The broadcast season of a date, as the industry counts them: winter begins in January. */
export function seasonOf(date: Date): Now {
  return { year: date.getUTCFullYear(), season: SEASONS[Math.floor(date.getUTCMonth() / 3)]! };
}
