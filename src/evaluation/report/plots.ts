import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Comparison } from "../compare.ts";
import { type Evaluation, figures, groupsOf, type Outcome } from "../evaluate.ts";
import { JUDGED_BY, type LegsReport, type Verdict } from "../legs.ts";
import type { Measure, RelevanceMeasure } from "../measure.ts";
import { Markup } from "./markup.ts";
import { placeOf } from "./report.ts";

/** Colours are the page's, so that one drawing fits a light and a dark page. */
const INK = "var(--ink)";
const FAINT = "var(--faint)";
export const SERIES = ["var(--series-1)", "var(--series-2)", "var(--series-3)"] as const;
const WIDTH = 1200;
const LABELS = 160;
const ROW = 20;
const SHARE_AXIS = { domain: [0, 1], ticks: [0, 0.5, 1], tickFormat: String, label: null };

/** The measures that the first plot shows beside each other. */
const SHOWN: readonly Measure[] = [
  "precision@10",
  "recall@10",
  "ndcg@10",
  "mrr@10",
  "hit@10",
  "coherence@10",
];

/** Classes of places of the first right result, the best first. */
export const PLACES = ["1st", "2nd or 3rd", "4th to 10th", "not among ten"] as const;
export const PLACE_COLOURS = [
  "var(--place-1)",
  "var(--place-2)",
  "var(--place-3)",
  "var(--place-4)",
] as const;

/** Mean and 95% interval of each measure, a row per kind. */
export function measuresPlot(evaluation: Evaluation): Markup {
  const rows = groupsOf(evaluation).flatMap(([kind, { measures }]) =>
    SHOWN.map((measure) => ({ kind, measure, ...measures[measure] })),
  );
  const kinds = groupsOf(evaluation).map(([kind]) => kind);
  return draw({
    ...frame(kinds),
    ariaLabel: "Mean and 95% interval of each measure by kind of query",
    fx: { domain: SHOWN, label: null, padding: 0.12 },
    x: SHARE_AXIS,
    marks: [
      Plot.gridX({ stroke: FAINT, strokeOpacity: 1, ticks: [0, 0.25, 0.5, 0.75, 1] }),
      Plot.ruleY(rows, {
        fx: "measure",
        y: "kind",
        x1: "low",
        x2: "high",
        stroke: SERIES[0],
        strokeWidth: 2,
      }),
      Plot.dot(rows, {
        fx: "measure",
        y: "kind",
        x: "mean",
        r: 4,
        fill: SERIES[0],
        title: (row: (typeof rows)[number]) =>
          `${row.kind}, ${row.measure}: ${row.mean.toFixed(3)} (${row.low.toFixed(3)} to ${row.high.toFixed(3)})`,
      }),
    ],
  });
}

/** What share of each kind's queries has its first right result where. */
export function placesPlot(evaluation: Evaluation): Markup {
  const kinds = groupsOf(evaluation).map(([kind]) => kind);
  const rows = kinds.flatMap((kind) => {
    const own = evaluation.outcomes.filter((outcome) => kind === "overall" || outcome.kind === kind);
    const classes = own.map((outcome) => PLACES.indexOf(placeClass(outcome)));
    const before = PLACES.map((_, i) => classes.filter((at) => at < i).length / own.length);
    return PLACES.map((place, i) => ({ kind, place, from: before[i]!, to: before[i + 1] ?? 1 }));
  });
  return draw({
    ...frame(kinds),
    ariaLabel: "Share of queries by the place of the first right result, by kind",
    x: { domain: [0, 1], tickFormat: "%", label: null },
    color: { domain: PLACES, range: PLACE_COLOURS },
    marks: [
      Plot.barX(rows, {
        y: "kind",
        x1: "from",
        x2: "to",
        fill: "place",
        insetRight: 1,
        title: (row: (typeof rows)[number]) =>
          `${row.kind}, ${row.place}: ${((row.to - row.from) * 100).toFixed(1)}%`,
      }),
    ],
  });
}

function placeClass(outcome: Outcome): (typeof PLACES)[number] {
  const place = placeOf(outcome);
  if (place === null) return "not among ten";
  if (place === 1) return "1st";
  return place <= 3 ? "2nd or 3rd" : "4th to 10th";
}

/** The tuning half beside the test half; undefined where only one was measured. */
export function halvesPlot({ half, outcomes }: Evaluation): Markup | undefined {
  if (half !== "both") return undefined;
  const halves = (["tuning", "test"] as const).map((name) => ({
    name,
    groups: groupsOf(figures(outcomes.filter((outcome) => outcome.half === name))),
  }));
  const rows = halves.flatMap(({ name, groups }) =>
    groups.flatMap(([kind, { measures }]) =>
      JUDGED_BY.map((measure) => ({ kind, measure, half: name, ...measures[measure] })),
    ),
  );
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const overallLast = [...kinds.filter((kind) => kind !== "overall"), "overall"];
  return draw({
    ...frame(overallLast, ROW + 6),
    ariaLabel: "Tuning half and test half by kind, with 95% intervals",
    fx: { domain: JUDGED_BY, label: null, padding: 0.12 },
    x: SHARE_AXIS,
    color: { domain: ["tuning", "test"], range: [SERIES[1], SERIES[0]] },
    marks: [
      Plot.gridX({ stroke: FAINT, strokeOpacity: 1, ticks: [0, 0.25, 0.5, 0.75, 1] }),
      ...halves.flatMap(({ name }, i) => {
        const own = rows.filter((row) => row.half === name);
        const dy = i === 0 ? -4 : 4;
        return [
          Plot.ruleY(own, {
            fx: "measure",
            y: "kind",
            x1: "low",
            x2: "high",
            stroke: "half",
            strokeWidth: 2,
            dy,
          }),
          Plot.dot(own, {
            fx: "measure",
            y: "kind",
            x: "mean",
            r: 3.5,
            fill: "half",
            dy,
            title: (row: (typeof rows)[number]) =>
              `${row.kind}, ${row.measure}, ${row.half} half: ${row.mean.toFixed(3)}`,
          }),
        ];
      }),
    ],
  });
}

/** How many answers took how long; a logarithmic axis of milliseconds. */
export function latencyPlot({ outcomes }: Evaluation): Markup {
  // An answer faster than the clock's grain has no place on a logarithmic axis.
  const times = outcomes.map(({ took_ms }) => Math.max(0.01, took_ms));
  const [least, most] = [Math.min(...times), Math.max(...times)];
  const [from, to] = [
    Math.floor(Math.log2(least)),
    Math.max(Math.floor(Math.log2(least)) + 1, Math.ceil(Math.log2(most))),
  ];
  // Four bars to each doubling.
  const bars = Array.from({ length: (to - from) * 4 }, (_, i) => {
    const [low, high] = [2 ** (from + i / 4), 2 ** (from + (i + 1) / 4)];
    const isLast = i === (to - from) * 4 - 1;
    return {
      low,
      high,
      count: times.filter((ms) => ms >= low && (ms < high || (isLast && ms <= high))).length,
    };
  });
  return draw({
    width: WIDTH,
    height: 220,
    marginLeft: 60,
    style: STYLE,
    ariaLabel: "Answers by the milliseconds they took",
    x: {
      type: "log",
      base: 2,
      domain: [2 ** from, 2 ** to],
      label: "milliseconds →",
      tickFormat: (ms: number) => String(ms),
    },
    y: { label: "↑ answers", grid: false },
    marks: [
      Plot.gridY({ stroke: FAINT, strokeOpacity: 1 }),
      Plot.rect(bars, {
        x1: "low",
        x2: "high",
        y1: 0,
        y2: "count",
        fill: SERIES[0],
        insetLeft: 0.5,
        insetRight: 0.5,
      }),
      Plot.ruleY([0], { stroke: INK }),
    ],
  });
}

/** b − a with its 95% interval, a row per kind. */
export function differencesPlot(
  comparison: readonly Comparison[],
  names: readonly RelevanceMeasure[],
): Markup {
  const rows = comparison
    .filter(({ measure }) => names.includes(measure))
    .map((row) => ({ ...row, ...row.difference, verdict: verdictOf(row) }));
  return forest(rows, names, "Difference by kind with its 95% interval");
}

/** The whole search minus its best leg, a row per kind. */
export function verdictsPlot(verdicts: readonly Verdict[]): Markup {
  const rows = verdicts.map(({ kind, measure, verdict, comparison }) => ({
    kind,
    measure,
    verdict,
    ...comparison.difference,
  }));
  return forest(rows, JUDGED_BY, "The whole search minus its best leg by kind, with the 95% interval");
}

interface ForestRow {
  readonly kind: string;
  readonly measure: RelevanceMeasure;
  readonly verdict: Verdict["verdict"];
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

function verdictOf({ measure, difference: { low, high } }: Comparison): Verdict["verdict"] {
  if (low <= 0 && high >= 0) return "even";
  return low > 0 === (measure !== "violations") ? "better" : "worse";
}

function forest(rows: readonly ForestRow[], names: readonly RelevanceMeasure[], ariaLabel: string): Markup {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return draw({
    ...frame([...kinds.filter((kind) => kind !== "overall"), "overall"]),
    ariaLabel,
    fx: { domain: names, label: null, padding: 0.12 },
    x: { label: null, nice: true, ticks: 4 },
    color: { domain: ["better", "even", "worse"], range: ["var(--better)", "var(--even)", "var(--worse)"] },
    marks: [
      Plot.gridX({ stroke: FAINT, strokeOpacity: 1, ticks: 4 }),
      Plot.ruleX([0], { stroke: INK }),
      Plot.ruleY(rows, {
        fx: "measure",
        y: "kind",
        x1: "low",
        x2: "high",
        stroke: "verdict",
        strokeWidth: 2,
      }),
      Plot.dot(rows, {
        fx: "measure",
        y: "kind",
        x: "mean",
        r: 4,
        fill: "verdict",
        title: (row: ForestRow) =>
          `${row.kind}, ${row.measure}: ${row.mean.toFixed(3)} (${row.low.toFixed(3)} to ${row.high.toFixed(3)}), ${row.verdict}`,
      }),
    ],
  });
}

/** ndcg@10 of the whole, of every leg and of every other fusion, by kind. */
export function legsPlot(whole: Evaluation, { parts }: LegsReport): Markup {
  const systems = [{ name: "whole, as it ships", evaluation: whole }, ...parts];
  const kinds = groupsOf(whole).map(([kind]) => kind);
  const cells = systems.flatMap(({ name, evaluation }) =>
    groupsOf(evaluation).map(([kind, { measures }]) => ({ name, kind, value: measures["ndcg@10"].mean })),
  );
  return draw({
    ...frame(
      systems.map(({ name }) => name),
      ROW + 4,
    ),
    ariaLabel: "ndcg@10 of the whole search, of each leg and of other fusions, by kind",
    marginBottom: 10,
    marginTop: 70,
    x: { domain: kinds, label: null, axis: "top", tickRotate: -30 },
    color: { type: "linear", domain: [0, 1], range: ["#eef4fb", "#1f5f9e"] },
    marks: [
      Plot.cell(cells, { x: "kind", y: "name", fill: "value", inset: 0.5 }),
      Plot.text(cells, {
        x: "kind",
        y: "name",
        text: ({ value }: (typeof cells)[number]) => value.toFixed(2),
        fill: ({ value }: (typeof cells)[number]) => (value > 0.55 ? "#ffffff" : "#12263a"),
      }),
    ],
  });
}

const STYLE = { fontSize: "12px", background: "transparent", color: INK, overflow: "visible" } as const;

/** The size of a plot with one row per name. */
function frame(names: readonly string[], row = ROW) {
  return {
    width: WIDTH,
    height: names.length * row + 60,
    marginLeft: LABELS,
    marginRight: 20,
    style: STYLE,
    y: { domain: names, label: null, tickSize: 0 },
  };
}

function draw(options: Plot.PlotOptions): Markup {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const plot = Plot.plot({ ...options, document });
  return new Markup(plot.outerHTML);
}
