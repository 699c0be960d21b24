import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { deserialize, serialize } from 'bson';
import type { Document } from 'bson';

/** Speaks the wire protocol byte by byte, for what a driver would never send. */
export class RawClient {
  #received = Buffer.alloc(0);
  #waiting: ((message: Buffer) => void)[] = [];
  readonly closed: Promise<void>;

  private constructor(private readonly socket: Socket) {
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      while (this.#received.length >= 4 && this.#received.length >= this.#received.readInt32LE(0)) {
        const length = this.#received.readInt32LE(0);
        const message = this.#received.subarray(0, length);
        this.#received = this.#received.subarray(length);
        this.#waiting.shift()?.(message);
      }
    });
  }

  /** Connects to the socket or port of a connection string. */
  static connect(uri: string): Promise<RawClient> {
    const host = new URL(uri).host;
    const address = decodeURIComponent(host);
    const [name, port] = address.split(':');
    const socket = address.includes('/') ? createConnection(address) : createConnection(Number(port), name);
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => resolve(new RawClient(socket)));
    });
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The next message of the server, whole. */
  receive(): Promise<Buffer> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Sends a command and gives its reply, errors included. */
  async command(command: Document, database = 'test'): Promise<Document> {
    const reply = this.receive();
    this.send(opMsg(serialize({ ...command, $db: database })));
    return deserialize((await reply).subarray(21), { promoteLongs: true });
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** A message with one body section; flags and checksum as asked. */
export function opMsg(body: Uint8Array, flags = 0, tail: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(21);
  head.writeInt32LE(21 + body.length + tail.length, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(2013, 12);
  head.writeUInt32LE(flags, 16);
  return Buffer.concat([head, body, tail]);
}
