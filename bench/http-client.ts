import { connect, type Socket } from "node:net";

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const HEAD_END = Buffer.from("\r\n\r\n");

/**
 * One kept-alive connection that sends a request at a time over a plain socket: the load generator shares the cores
 * with the service, and this costs it about a tenth of what node's own client does. Reads answers of a known length.
 */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #host: string;
  #received: Buffer[] = [];
  #length = 0;
  /** Bytes of the whole answer, once its head was read. */
  #wanted = 0;
  #bodyFrom = 0;
  #status = 0;
  #waiting: { resolve(answer: HttpAnswer): void; reject(error: Error): void } | null = null;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.on("data", (data) => this.#receive(data));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("the service closed the connection")));
  }

  static async open({ hostname, port, host }: URL): Promise<HttpConnection> {
    const { promise, resolve, reject } = Promise.withResolvers<Socket>();
    const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => resolve(socket));
    socket.once("error", reject);
    return new HttpConnection(await promise, host);
  }

  /** Rejects when the connection ends and for an answer that is not of a known length. */
  post(path: string, body: string): Promise<HttpAnswer> {
    return this.#send(
      `POST ${path} HTTP/1.1\r\nhost: ${this.#host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  /** As `post`. */
  get(path: string): Promise<HttpAnswer> {
    return this.#send(`GET ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n\r\n`);
  }

  #send(request: string): Promise<HttpAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    this.#waiting = { resolve, reject };
    this.#socket.write(request);
    return promise;
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  #receive(data: Buffer): void {
    this.#received.push(data);
    this.#length += data.length;
    if (this.#wanted === 0 && !this.#readHead()) return;
    if (this.#length < this.#wanted) return;
    const answer = { status: this.#status, body: this.#joined().subarray(this.#bodyFrom, this.#wanted) };
    this.#received = [];
    this.#length = this.#wanted = 0;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(answer);
  }

  /** False until the head is whole. */
  #readHead(): boolean {
    const bytes = this.#joined();
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return false;
    const head = bytes.toString("latin1", 0, end);
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    if (length === undefined) {
      this.#fail(new Error(`an answer of unknown length:\n${head}`));
      this.#socket.destroy();
      return false;
    }
    this.#status = Number(head.slice(9, 12));
    this.#bodyFrom = end + HEAD_END.length;
    this.#wanted = this.#bodyFrom + Number(length);
    return true;
  }

  #joined(): Buffer {
    if (this.#received.length > 1) this.#received = [Buffer.concat(this.#received)];
    return this.#received[0] ?? Buffer.alloc(0);
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(error);
  }
}
