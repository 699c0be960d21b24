import type { IncomingMessage } from 'node:http';
import type { Session, SessionData } from 'express-session';
import type { Socket } from 'socket.io';
import type { PersonActor } from '../kernel/actor.js';
import type { AccessModule } from '../modules/people/index.js';

export type SocketAccess = Pick<AccessModule, 'standingSession' | 'actorFromAccessToken'>;

/** A handshake after the session middleware. */
type HandshakeRequest = IncomingMessage & { session?: Session & Partial<SessionData> };

const BEARER = /^Bearer ([\w.~+/-]+=*)$/i;

/** Who a socket speaks for as of now, by the same token or session as a request; undefined when by none. */
export async function identify(socket: Socket, access: SocketAccess): Promise<PersonActor | undefined> {
  const token = tokenOf(socket);
  const actor =
    token === undefined ? await bySession(socket.request, access) : await access.actorFromAccessToken(token);
  // Until an initial password is changed nothing is served but the page that changes it.
  return actor?.mustChangePassword === true ? undefined : actor;
}

/** As `identify`, for a socket that has been open for a while: looks again whether its session is still there. */
export async function identifyAgain(socket: Socket, access: SocketAccess): Promise<PersonActor | undefined> {
  if (tokenOf(socket) === undefined && !(await sessionStands(socket.request))) return undefined;
  return identify(socket, access);
}

function tokenOf(socket: Socket): string | undefined {
  const { token } = socket.handshake.auth as { token?: unknown };
  if (typeof token === 'string') return token;
  const { authorization } = socket.handshake.headers;
  return authorization === undefined ? undefined : (BEARER.exec(authorization)?.[1] ?? '');
}

/** An open page alone is no use of the session: one that nobody touches ends after its idle limit. */
async function bySession({ session }: HandshakeRequest, access: SocketAccess): Promise<PersonActor | undefined> {
  const { publicId: id, personId, organizationId, epoch, createdAt, method } = session ?? {};
  if (id === undefined || personId === undefined || organizationId === undefined) return undefined;
  if (epoch === undefined || createdAt === undefined) return undefined;
  return (await access.standingSession({ id, personId, organizationId, epoch, createdAt, method }, false))?.actor;
}

/** False when the session is gone. A store that does not answer says nothing about the session. */
function sessionStands(request: HandshakeRequest): Promise<boolean> {
  const { session } = request;
  if (session === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    // express-session has no other word for "there is no such session".
    session.reload((error?: unknown) =>
      resolve(!(error instanceof Error && error.message === 'failed to load session')),
    );
  });
}
