import type { Socket } from 'node:net';
import type { ClientInfo } from '../commands/command.js';
import type { Engine } from '../commands/engine.js';
import { MongoError } from '../errors.js';
import { execute } from '../commands/execute.js';
import { decode } from '../values/codec.js';
import { FrameReader, MalformedMessageError } from '../wire/frame-reader.js';
import type { Frame } from '../wire/frame-reader.js';
import { OP_MSG, frameOpMsg, parseOpMsg } from '../wire/op-msg.js';
import type { RawCommand } from '../wire/op-msg.js';
import { OP_QUERY, frameOpReply, parseOpQuery } from '../wire/op-query.js';

/** A client that sends more messages ahead than this is not read from until it is served. */
const MAX_PENDING = 32;

/** Serves one client: messages are answered in their order; a malformed one closes the connection. */
export class ClientConnection {
  readonly #reader = new FrameReader();
  #tail: Promise<void> = Promise.resolve();
  #pending = 0;
  #nextReplyId = 1;
  #hungUp = false;
  readonly #gone = new AbortController();
  private readonly client: ClientInfo;

  constructor(
    private readonly socket: Socket,
    private readonly engine: Engine,
    identity: Pick<ClientInfo, 'connectionId' | 'address'>,
    onClose: () => void,
  ) {
    const client: ClientInfo = { ...identity, gone: this.#gone.signal };
    this.client = client;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => socket.destroy());
    client.hangUp = () => {
      this.#hungUp = true;
      socket.destroy();
    };
    socket.on('close', () => {
      this.#gone.abort();
      if (!this.#hungUp) engine.sessions.clientGone(client);
      engine.turns.interrupt((owner) => owner.client === client, new MongoError(11601, 'the client has gone'));
      onClose();
    });
  }

  destroy(): void {
    this.socket.destroy();
  }

  #receive(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.push(chunk)) this.#enqueue(frame);
    } catch (error) {
      this.#refuse(error);
    }
  }

  #enqueue(frame: Frame): void {
    this.#pending += 1;
    if (this.#pending > MAX_PENDING) this.socket.pause();
    this.#tail = this.#tail
      .then(() => this.#serve(frame))
      .finally(() => {
        this.#pending -= 1;
        if (this.#pending <= MAX_PENDING) this.socket.resume();
      });
  }

  async #serve(frame: Frame): Promise<void> {
    if (this.socket.destroyed) return;
    try {
      const reply = await this.#answer(frame);
      if (reply !== undefined) await this.#send(reply);
    } catch (error) {
      this.#refuse(error);
    }
  }

  async #answer({ opCode, requestId, body }: Frame): Promise<Buffer | undefined> {
    if (opCode === OP_MSG) {
      const command = parseOpMsg(body);
      if (command.exhaustAllowed && isAwaitedHello(command)) return this.#stream(command, requestId);
      const reply = await execute(this.engine, this.client, command);
      return command.silent ? undefined : frameOpMsg(reply, this.#replyId(), requestId);
    }
    if (opCode === OP_QUERY) {
      const { database, command } = parseOpQuery(body);
      return frameOpReply(await execute(this.engine, this.client, command, database), this.#replyId(), requestId);
    }
    throw new MalformedMessageError(`operation code ${opCode} is not supported`);
  }

  /** Sends one reply after the other, each to the one before, until the client goes; gives the last one. */
  async #stream(command: RawCommand, requestId: number): Promise<Buffer> {
    for (let answered = requestId; ;) {
      const reply = await execute(this.engine, this.client, command);
      const replyId = this.#replyId();
      const isLast = this.socket.destroyed || decode(reply).has('errmsg');
      const message = frameOpMsg(reply, replyId, answered, !isLast);
      if (isLast) return message;
      await this.#send(message);
      answered = replyId;
    }
  }

  /** Sends a message. Resolves when there is room for the next: who does not read his replies is not served further. */
  async #send(message: Buffer): Promise<void> {
    const { socket } = this;
    if (socket.destroyed || socket.write(message)) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        socket.off('drain', end).off('close', end);
        resolve();
      };
      socket.once('drain', end).once('close', end);
    });
  }

  #replyId(): number {
    const replyId = this.#nextReplyId;
    this.#nextReplyId = (this.#nextReplyId + 1) % 0x7fff_ffff;
    return replyId;
  }

  #refuse(error: unknown): void {
    const reason = error instanceof MalformedMessageError ? error.message : `unexpected: ${String(error)}`;
    this.engine.log.warn(`connection ${this.client.connectionId} closed: ${reason}`);
    this.socket.destroy();
  }
}

/** A hello that waits for a change of the topology. */
function isAwaitedHello({ name, body }: RawCommand): boolean {
  return (name === 'hello' || name.toLowerCase() === 'ismaster') && decode(body).has('topologyVersion');
}
