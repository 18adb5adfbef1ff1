import { setTimeout as wait } from "node:timers/promises";

export interface Politeness {
  /** Requests to one host at a time. */
  readonly perHost: number;
  /** Milliseconds from the end of one of them to the beginning of the next in its place. */
  readonly gapMs: number;
}

interface Host {
  free: number;
  readonly waiting: (() => void)[];
  pausedUntil: number;
}

/** Sees to it that no host is asked too much at once, and that one that asks for a pause gets it. */
export class HostTurns {
  readonly #hosts = new Map<string, Host>();
  readonly #politeness: Politeness;
  readonly #wait: (ms: number) => Promise<unknown>;

  constructor(politeness: Politeness, pause: (ms: number) => Promise<unknown> = wait) {
    this.#politeness = politeness;
    this.#wait = pause;
  }

  /** Runs the request when it is the host's turn. */
  async run<T>(name: string, request: () => Promise<T>): Promise<T> {
    const host = this.#host(name);
    if (host.free > 0) host.free--;
    else await new Promise<void>((resolve) => host.waiting.push(resolve));
    try {
      return await request();
    } finally {
      this.#wait(this.#politeness.gapMs).then(() => {
        const next = host.waiting.shift();
        if (next === undefined) host.free++;
        else next();
      });
    }
  }

  /** The host shall not be asked before then, in milliseconds since 1970. */
  pause(name: string, until: number): void {
    const host = this.#host(name);
    host.pausedUntil = Math.max(host.pausedUntil, until);
  }

  /** Until when the host is paused; 0 where it is not known. */
  pausedUntil(name: string): number {
    return this.#hosts.get(name)?.pausedUntil ?? 0;
  }

  #host(name: string): Host {
    let host = this.#hosts.get(name);
    if (host === undefined) {
      host = { free: this.#politeness.perHost, waiting: [], pausedUntil: 0 };
      this.#hosts.set(name, host);
    }
    return host;
  }
}
