import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "./machine.ts";

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

/** Rows of one table; the columns are the keys of all rows in the order of their first appearance. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** What is promised of a figure: at most or at least so much. */
export interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  readonly most?: number;
  readonly least?: number;
}

/** What one part of the benchmark found. */
export interface Section {
  readonly title: string;
  /** How it was measured, and what was skipped and why. */
  readonly notes: readonly string[];
  readonly tables: readonly Table[];
  readonly goals?: readonly Goal[];
}

export interface Measured extends Section {
  readonly part: string;
  readonly seconds: number;
  /** Load average of the minute before, and of its last minute, its own load included. */
  readonly load_before: number;
  readonly load_after: number;
}

export function isMet({ measured, most, least }: Goal): boolean {
  return (most === undefined || measured <= most) && (least === undefined || measured >= least);
}

/** Writes `<folder>/<date>.json` and `.md`; returns the paths. */
export function writeReport(folder: string, machine: Machine, parts: readonly Measured[]): string[] {
  mkdirSync(folder, { recursive: true });
  const name = join(folder, machine.date.replaceAll(":", "-").slice(0, 19));
  writeFileSync(`${name}.json`, `${JSON.stringify({ machine, parts }, null, 2)}\n`);
  const markdown = [machineMarkdown(machine), ...parts.map(sectionMarkdown)].join("\n\n");
  writeFileSync(`${name}.md`, `${markdown}\n`);
  return [`${name}.json`, `${name}.md`];
}

export function machineMarkdown(machine: Machine): string {
  const { date, cpu, cores, memory_gb, system, node, commit } = machine;
  return `# Benchmark of ${date.slice(0, 16).replace("T", " ")} UTC\n\n${cpu}, ${cores} cores, ${memory_gb} GB; ${system}; Node ${node}; commit ${commit || "unknown"}`;
}

export function sectionMarkdown(section: Measured): string {
  const { title, part, seconds, load_before, load_after, notes, tables, goals = [] } = section;
  return [
    `## ${title}`,
    `Part \`${part}\`, ${seconds.toFixed(0)} s; load average before ${load_before}, after ${load_after}.`,
    notes.map((note) => `- ${note}`).join("\n"),
    ...tables.map((table) => `### ${table.title}\n\n${tableMarkdown(table.rows)}`),
    goals.length === 0 ? "" : tableMarkdown(goals.map(goalRow)),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

function goalRow(goal: Goal): Row {
  const { what, measured, unit, most, least } = goal;
  const bound = most === undefined ? `at least ${least}` : `at most ${most}`;
  return { goal: what, wanted: `${bound} ${unit}`.trim(), measured, met: isMet(goal) ? "yes" : "no" };
}

export function tableMarkdown(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns),
    line(columns.map(() => "---")),
    ...rows.map((row) => line(columns.map((column) => cellText(row[column])))),
  ].join("\n");
}

/** Three significant digits below a thousand, whole numbers above; a dash for what was not measured. */
function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "–";
  if (typeof cell === "string") return cell.replaceAll("|", "\\|").replaceAll("\n", " ");
  if (!Number.isFinite(cell)) return "–";
  if (Math.abs(cell) >= 1000) return Math.round(cell).toLocaleString("en");
  return String(Number(cell.toPrecision(3)));
}
