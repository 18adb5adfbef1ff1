import type { EpisodeSearchAnswer } from "../search/episode-request.ts";
import type { SearchAnswer } from "../search/request.ts";
import { count, plain } from "./output.ts";

/** A search's answer for people: numbered, one entry in three lines. */
export function answerText(answer: SearchAnswer): string {
  const lacking = (answer.degraded ?? []).map((what) => `\nNot everything could be used: ${what}`).join("");
  if (answer.results.length === 0) return `Nothing found.${lacking}`;
  const lines = answer.results.map((result, i) => {
    const { payload } = result;
    const english =
      payload.title_english && payload.title_english !== result.title ? ` (${payload.title_english})` : "";
    const facts = [
      payload.type,
      payload.year,
      typeof payload.episodes === "number" && payload.episodes > 1
        ? `${payload.episodes} episodes`
        : undefined,
      payload.average_score === undefined ? undefined : `★ ${Number(payload.average_score).toFixed(2)}`,
      list(payload.genres),
      list(payload.studios),
    ].filter((fact) => fact !== undefined && fact !== null && fact !== "");
    const synopsis =
      typeof payload.synopsis === "string"
        ? `\n    ${plain(payload.synopsis).replaceAll(/\s+/g, " ").slice(0, 150)}`
        : "";
    return `${String(i + 1).padStart(2)}. ${plain(result.title)}${plain(english)}   ${result.score.toFixed(3)}\n    ${plain(facts.join(" · "))}${synopsis}\n    ${result.slug}`;
  });
  const { value, relation } = answer.total;
  const more =
    value > answer.results.length
      ? `\n\n${relation === "gte" ? "more than " : ""}${count(value)} in all, in ${answer.took_ms} ms`
      : "";
  return lines.join("\n") + more + lacking;
}

/** A whole entry for people: its fields one by one, the long ones cut. */
export function entryText(entry: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(entry).map(([name, value]) => `${name.padEnd(22)} ${fieldText(value)}`);
  return lines.join("\n");
}

function fieldText(value: unknown): string {
  if (Array.isArray(value)) {
    const simple = value.every((item) => typeof item !== "object");
    return simple ? plain(value.slice(0, 30).join(", ")) : `${value.length} of them (--json shows them)`;
  }
  if (typeof value === "object" && value !== null) return plain(JSON.stringify(value)).slice(0, 200);
  return plain(String(value));
}

function list(value: unknown): string | undefined {
  return Array.isArray(value) && value.length > 0 ? value.slice(0, 4).join(", ") : undefined;
}

/** An episode search's answer for people: one episode a line. */
export function episodesText(answer: EpisodeSearchAnswer): string {
  if (answer.results.length === 0) return "Nothing found.";
  return answer.results
    .map(({ anime, episode, score }) => {
      const season = episode.season === null ? "" : `S${episode.season} `;
      const number = episode.number === null ? "" : `E${episode.number}`;
      return `${score.toFixed(3)}  ${plain(anime.title)}  ${season}${number}  ${plain(episode.title ?? "")}`;
    })
    .join("\n");
}
