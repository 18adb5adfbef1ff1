import { once } from "node:events";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openService, type Service } from "../compose.ts";
import { errno, fail } from "../errors.ts";
import type { Settings } from "../settings.ts";
import type { CommandContext } from "./context.ts";
import { ingestFiles } from "./ingest.ts";
import { EXIT, type Output, progressLine } from "./output.ts";

const BUNDLED = fileURLToPath(new URL("../../catalogue/", import.meta.url));

function bundledFiles(): string[] {
  return readdirSync(BUNDLED)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .map((name) => join(BUNDLED, name));
}

/** Requests in flight at a stop get this long to finish, in ms. */
const GRACE = 10_000;

/**
 * `kotodama serve`: answers on the configured port from the moment that it listens, with 503 until there is an
 * index to search; returns when it was told to stop and everything is closed.
 */
export async function serve(
  { settings: read, output, signal }: CommandContext,
  _args: readonly string[],
  options: { readonly bundled?: boolean },
): Promise<number> {
  const settings = read();
  const service = await openService(settings);
  try {
    const port = await listen(service, settings);
    const url = `http://${hostInUrl(settings.VECTOR_SERVICE_HOST)}:${port}`;
    service.dataDir.announce(url);
    if (service.adminToken.made) output.note(`The admin token was made; it is in ${service.adminToken.path}`);
    await fill(service, output, options.bundled ?? false, signal);
    if (signal.aborted) return EXIT.done;
    if (settings.MODEL_WARM_UP) await service.modelLoaded();
    if (settings.MODEL_WARM_UP && service.index.ready()) await service.anime.warmUp();
    output.result({ url }, () => `Kotodama serves ${service.describe()}. Look at ${url}/`);
    await once(signal, "abort");
    return EXIT.done;
  } catch (error) {
    if (signal.aborted) return EXIT.done;
    throw error;
  } finally {
    await stop(service);
  }
}

async function listen(service: Service, settings: Settings): Promise<number> {
  const { VECTOR_SERVICE_HOST: host, VECTOR_SERVICE_PORT: port } = settings;
  const { log } = service.app;
  const { level } = log;
  try {
    // The framework logs each address that it listens on; the last line of the start says where to look.
    if (level === "info") log.level = "warn";
    await service.app.listen({ host, port });
  } catch (error) {
    throw listenFailure(error, host, port);
  } finally {
    log.level = level;
  }
  const address = service.app.server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

function listenFailure(error: unknown, host: string, port: number): unknown {
  switch (errno(error)) {
    case "EADDRINUSE":
      return fail(
        "PORT_IN_USE",
        `port ${port} is taken; stop what listens there, or set VECTOR_SERVICE_PORT to another`,
      );
    case "EACCES":
      return fail(
        "PORT_IN_USE",
        `this user may not listen on port ${port}; set VECTOR_SERVICE_PORT to one above 1023`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return fail(
        "SETTINGS_INVALID",
        `VECTOR_SERVICE_HOST: got ${host}, expected an address of this machine`,
      );
    default:
      return error;
  }
}

/** Sees to it that there is something to search: the bundled catalogue in an empty record, an index over a filled one. */
async function fill(service: Service, output: Output, bundled: boolean, signal: AbortSignal): Promise<void> {
  const onProgress = (progress: Parameters<typeof progressLine>[0]) =>
    output.progress(progressLine(progress));
  // There while the bundled catalogue is read, so that a start that was interrupted there is taken up again.
  const unfinished = join(service.settings.DATA_DIR, "bundled-catalogue-unfinished");
  if (bundled && (service.isEmpty() || existsSync(unfinished))) {
    output.note("Reading the bundled catalogue (once)…");
    writeFileSync(unfinished, "");
    const summary = await ingestFiles(service, bundledFiles(), { prune: false, signal, onProgress });
    if (!summary.interrupted) rmSync(unfinished);
  }
  if (!signal.aborted && !service.index.ready()) await service.index.refresh({ onProgress, signal });
  output.endProgress();
}

async function stop(service: Service): Promise<void> {
  const forced = setTimeout(() => service.app.server.closeAllConnections(), GRACE);
  forced.unref();
  await service.close();
  clearTimeout(forced);
}

/** A URL that works on this machine: an address that means "all" is none to connect to. */
function hostInUrl(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return isIPv6(host) ? `[${host}]` : host;
}
