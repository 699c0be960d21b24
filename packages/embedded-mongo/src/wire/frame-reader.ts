/** The largest message accepted, header included (MongoDB's `maxMessageSizeBytes`). */
export const MAX_MESSAGE_BYTES = 48_000_000;
const HEADER_BYTES = 16;

/** Thrown when the bytes of a client cannot be a message; the connection has to be closed. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
}

/** One whole message: the fields of its header and its body without the header. */
export interface Frame {
  readonly requestId: number;
  readonly responseTo: number;
  readonly opCode: number;
  readonly body: Buffer;
}

/** Cuts a byte stream into messages, whatever the pieces in which it arrives. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #available = 0;

  /** Takes the next piece and yields the messages completed by it. Throws MalformedMessageError. */
  *push(chunk: Buffer): Generator<Frame, void, void> {
    this.#chunks.push(chunk);
    this.#available += chunk.length;
    while (this.#available >= HEADER_BYTES) {
      const length = this.#peekLength();
      if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
        throw new MalformedMessageError(`message length ${length} is out of range`);
      }
      if (this.#available < length) return;
      yield toFrame(this.#take(length));
    }
  }

  #peekLength(): number {
    const first = this.#chunks[0];
    if (first !== undefined && first.length >= 4) return first.readInt32LE(0);
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined.readInt32LE(0);
  }

  #take(length: number): Buffer {
    const joined = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    const message = joined.subarray(0, length);
    const rest = joined.subarray(length);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#available = rest.length;
    return message;
  }
}

function toFrame(message: Buffer): Frame {
  return {
    requestId: message.readInt32LE(4),
    responseTo: message.readInt32LE(8),
    opCode: message.readInt32LE(12),
    body: message.subarray(HEADER_BYTES),
  };
}
