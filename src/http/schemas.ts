import type { TSchema } from "typebox";
import { Problem } from "./problem.ts";

/** The documented failures of a route, by status. */
export function failures(...statuses: number[]): Record<number, TSchema> {
  return Object.fromEntries(statuses.map((status) => [status, Problem]));
}
