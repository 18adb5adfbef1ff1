import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { fail } from "../errors.ts";
import { PROBLEM_TYPE, problemOf } from "./problem.ts";

/** Answers bytes that are no HTTP request, or one that takes too long to arrive, and ends their connection. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (socket.writable) {
    const problem = problemOf(fail("MALFORMED_REQUEST", reasonOf(error)), randomUUID());
    const body = JSON.stringify(problem);
    socket.write(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\ncontent-type: ${PROBLEM_TYPE}\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

function reasonOf({ code }: NodeJS.ErrnoException): string {
  if (code === "HPE_HEADER_OVERFLOW") return "the headers are larger than 16 KiB";
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "the headers took longer than a minute to arrive";
  return "what arrived is not an HTTP request";
}
