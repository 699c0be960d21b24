import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { Server, type Socket } from 'socket.io';
import type { PersonActor } from '../kernel/actor.js';
import type { LiveFeed } from '../modules/notifications/index.js';
import type { Logger } from '../platform/logger.js';
import type { Outbox } from '../platform/outbox/index.js';
import type { RedisClients } from '../platform/redis/index.js';
import { createPulse } from './board-pulse.js';
import { subscribeBroadcasts, tellBoard } from './broadcasts.js';
import { createHintLine } from './hint-line.js';
import { createRedisAdapter } from './redis-adapter.js';
import { personRoom, roomsOf } from './rooms.js';
import { isSameOrigin } from './same-origin.js';
import { identify, identifyAgain, type SocketAccess } from './socket-identity.js';

export interface RealtimeOptions {
  readonly httpServer: HttpServer;
  /** The same as of the pages. */
  readonly sessionMiddleware: RequestHandler;
  readonly access: SocketAccess;
  readonly live: LiveFeed;
  readonly outbox: Outbox;
  /** Carries events between processes; undefined where there is one. */
  readonly redis?: RedisClients | undefined;
  readonly logger: Logger;
  /** How people reach the product. */
  readonly publicUrl: string;
  /** How often open sockets are checked again; a minute unless said. */
  readonly recheckMs?: number;
  /** Least time between two `leaderboard_update` of an organization; a second unless said. */
  readonly boardIntervalMs?: number;
  /** Least time between two hints of a kind for a room of several people; a second unless said. */
  readonly hintIntervalMs?: number;
}

export interface Realtime {
  /** Sockets of this process. */
  connections(): number;
  /** Closes all sockets of this process and takes no more; the HTTP server stays as it is. */
  close(): Promise<void>;
}

const MAX_FRAME_BYTES = 16 * 1024;
/** Pages have nothing to say here. Whoever talks on and on is cut off. */
const MAX_CLIENT_MESSAGES = 50;
/** Between processes only; browsers never get it. */
const BOARD_CHANGED = 'board_changed';
const CHECK_PERSON = 'check_person';

/**
 * The socket server. A socket is somebody's by session or token and sits in the rooms that follow from who it is; it can
 * ask for nothing. Call before the relay starts.
 */
export function createRealtime(options: RealtimeOptions): Realtime {
  const { httpServer, sessionMiddleware, access, outbox, redis, logger } = options;
  let closing = false;
  const io = new Server(httpServer, {
    serveClient: false,
    maxHttpBufferSize: MAX_FRAME_BYTES,
    // What was missed comes from the database; recovery in memory knows only one process and skips the checks below.
    ...(redis !== undefined && { adapter: createRedisAdapter(redis, logger) }),
    allowRequest: (request, answer) => answer(null, !closing && isSameOrigin(request.headers, options.publicUrl)),
  });

  io.engine.use((request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => {
    // Only the handshake: later polls would keep a session alive that nobody uses.
    const isHandshake = !/[?&]sid=/.test(request.url ?? '');
    if (isHandshake) void sessionMiddleware(request as never, response as never, next);
    else next();
  });
  io.use((socket, next) => {
    identify(socket, access).then(
      (actor) => {
        if (actor === undefined) return next(new Error('auth.required'));
        admit(socket, actor);
        next();
      },
      (error: unknown) => {
        logger.warn({ err: error }, 'a socket could not be checked');
        next(new Error('unavailable'));
      },
    );
  });
  io.on('connection', keepSilent);

  async function check(socket: Socket): Promise<void> {
    try {
      const actor = await identifyAgain(socket, access);
      if (actor === undefined) socket.disconnect(true);
      else admit(socket, actor);
    } catch (error) {
      // The database is away for a moment: the next round decides.
      logger.warn({ err: error }, 'a socket could not be checked again');
    }
  }

  async function checkAll(sockets: Iterable<Socket>): Promise<void> {
    // One after the other: nobody waits for it, and it must not crowd out requests.
    for (const socket of [...sockets]) await check(socket);
  }

  const socketsOf = (personId: string) =>
    [...(io.of('/').adapter.rooms.get(personRoom(personId)) ?? [])].flatMap((id) => io.of('/').sockets.get(id) ?? []);

  const board = createPulse(options.boardIntervalMs ?? 1000, (organizationId) => tellBoard(io, organizationId));
  const toOtherProcesses = (name: string, value: string) => {
    if (redis !== undefined) io.serverSideEmit(name, value);
  };
  io.on(BOARD_CHANGED, (organizationId: string) => board.changed(organizationId));
  io.on(CHECK_PERSON, (personId: string) => void checkAll(socketsOf(personId)));

  const hints = createHintLine(options.hintIntervalMs ?? 1000, (name, rooms, except, payload) => {
    io.to([...rooms])
      .except([...except])
      .emit(name, payload);
  });
  subscribeBroadcasts({
    io,
    outbox,
    live: options.live,
    hints,
    boardChanged(organizationId) {
      board.changed(organizationId);
      toOtherProcesses(BOARD_CHANGED, organizationId);
    },
  });
  outbox.subscribe('live-sessions', ['person.sessions_ended', 'person.deactivated'], (event) => {
    io.in(personRoom(event.subject.id)).disconnectSockets(true);
    return Promise.resolve();
  });
  // One session of perhaps several: those of the person's sockets that lived by it fail the check.
  const ends = ['session.ended', 'token.revoked', 'token.reuse_detected'] as const;
  const checkPerson = async (event: { readonly subject: { readonly id: string } }) => {
    const personId = event.subject.id;
    toOtherProcesses(CHECK_PERSON, personId);
    await checkAll(socketsOf(personId));
  };
  outbox.subscribe('live-sign-outs', ends, checkPerson);
  // Whoever has a duty no more leaves the rooms of the unit at once, and whoever got one enters them.
  outbox.subscribe('live-duties', ['person.grants_changed'], checkPerson);

  const timer = setInterval(() => void checkAll(io.of('/').sockets.values()), options.recheckMs ?? 60_000);
  timer.unref();

  return {
    connections: () => io.of('/').sockets.size,
    close() {
      closing = true;
      clearInterval(timer);
      board.stop();
      hints.stop();
      io.local.disconnectSockets(true);
      io.engine.close();
      return Promise.resolve(io.of('/').adapter.close()).then(() => undefined);
    },
  };
}

/** Puts a socket into the rooms of its person, and out of those that are no longer. */
function admit(socket: Socket, actor: PersonActor): void {
  const rooms = new Set(roomsOf(actor));
  for (const room of socket.rooms) if (room !== socket.id && !rooms.has(room)) void socket.leave(room);
  void socket.join([...rooms]);
}

/** Whatever a page says, such as asking for a room, is refused. */
function keepSilent(socket: Socket): void {
  let messages = 0;
  socket.onAny((_name: string, ...args: unknown[]) => {
    messages += 1;
    if (messages > MAX_CLIENT_MESSAGES) {
      socket.disconnect(true);
      return;
    }
    const answer = args.at(-1);
    if (typeof answer === 'function') (answer as (reply: object) => void)({ error: 'not_supported' });
  });
}
