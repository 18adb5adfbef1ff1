/** The whole catalogue into an empty data folder by the command line, and again without a change. */
import { hasSharedCatalogue, WITHOUT_SHARED } from "./catalogue.ts";
import type { Section } from "./report.ts";
import { CATALOGUE_FILES, freshDataDir, keepDataDir, kotodama } from "./service.ts";

export async function ingest(): Promise<Section> {
  const folder = freshDataDir();
  const first = await kotodama(folder, ["ingest", ...CATALOGUE_FILES]);
  process.stderr.write(`  first: ${first.seconds.toFixed(1)} s\n`);
  const again = await kotodama(folder, ["ingest", ...CATALOGUE_FILES]);
  keepDataDir(folder);
  const stats = JSON.parse((await kotodama(folder, ["stats", "--json"])).printed) as {
    anime: number;
    episodes: number;
  };
  const rows = [
    { what: "first ingest", anime: stats.anime, episodes: stats.episodes, ...figures(first) },
    { what: "again, unchanged", anime: stats.anime, episodes: stats.episodes, ...figures(again) },
  ];
  return {
    title: "Ingest",
    notes: [
      "`kotodama ingest` as a child process, from its start to its end: record, index and verification. Peak memory is VmHWM.",
      ...(hasSharedCatalogue ? [] : [WITHOUT_SHARED]),
    ],
    tables: [{ title: "Catalogue to index", rows }],
    goals: hasSharedCatalogue
      ? [
          { what: "first ingest", measured: first.seconds, unit: "s", most: 300 },
          { what: "first ingest, resident", measured: first.peak / 1e9, unit: "GB", most: 3 },
          { what: "again, unchanged", measured: again.seconds, unit: "s", most: 15 },
        ]
      : [],
  };
}

function figures({ seconds, peak }: { readonly seconds: number; readonly peak: number }) {
  return { seconds, "peak MB": peak / 1e6 };
}
