import type { Actor, PersonActor } from '../../../kernel/actor.js';
import type { SessionMethod } from '../../../kernel/events.js';
import type { Device, DeviceFacts } from './devices/device.js';
import type { TokenScope } from './token-scope.js';

/** A session that a browser has started and that is to be listed. */
export interface SessionOpening {
  /** Its public id. */
  readonly id: string;
  readonly epoch: number;
  /** Under which the session store keeps it. */
  readonly stored: string;
  readonly method: SessionMethod;
  readonly from: DeviceFacts;
  /** Public id of the remembered device that it belongs to. */
  readonly deviceId?: string | undefined;
  /** Public id of the session that it replaces in the same browser. */
  readonly replaces?: string | undefined;
}

/** What a browser's session says of itself. */
export interface SessionClaim {
  /** Its public id. */
  readonly id: string;
  readonly personId: string;
  readonly organizationId: string;
  readonly epoch: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly method?: SessionMethod | undefined;
}

export interface StandingSession {
  readonly actor: PersonActor;
  /** When it is over however busy. */
  readonly endsAt: Date;
}

/** A session as its person sees it. */
export interface OpenSession extends Device {
  readonly id: string;
  /** The address without its last part; empty where it is not known. */
  readonly network: string;
  readonly method: SessionMethod;
  readonly startedAt: Date;
  /** At most a minute late. */
  readonly seenAt: Date;
}

/** A browser that may start sessions by itself, or a program that holds a refresh token. */
export interface KnownDevice extends Device {
  readonly id: string;
  readonly network: string;
  readonly createdAt: Date;
  readonly usedAt: Date;
  readonly expires: Date;
}

export interface PersonalToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly createdAt: Date;
  readonly expires: Date;
  readonly usedAt: Date | null;
}

/** Everything by which somebody is signed in, the newest first. */
export interface OpenAccess {
  readonly sessions: readonly OpenSession[];
  readonly devices: readonly KnownDevice[];
  readonly programs: readonly KnownDevice[];
  readonly tokens: readonly PersonalToken[];
}

/** A remember token as it goes to the browser. */
export interface RememberToken {
  readonly token: string;
  /** Public id of the remembered device. */
  readonly deviceId: string;
  readonly expires: Date;
}

/** The newest token of a remembered device was presented. */
export interface RememberedUse {
  readonly actor: PersonActor;
  readonly deviceId: string;
  readonly epoch: number;
  /** The presented token. */
  readonly token: string;
}

export type Remembered =
  | { readonly kind: 'newest'; readonly use: RememberedUse }
  /** It was replaced seconds ago: another tab of the same browser started this session. */
  | { readonly kind: 'replaced'; readonly sessionId: string }
  | { readonly kind: 'none' };

/** Who a Bearer token speaks for. */
export interface TokenBearer {
  readonly actor: PersonActor;
  /** Undefined for an access token, which may do whatever its person may. */
  readonly scopes: readonly TokenScope[] | undefined;
  /** When the password was given for it, milliseconds since 1970; null for a personal token. */
  readonly passwordAt: number | null;
}

/** Sessions, remembered devices and tokens of people. */
export interface DeviceAccess {
  /** Lists a session and records its start. */
  openSession(actor: PersonActor, opening: SessionOpening): Promise<void>;
  /**
   * Who a session speaks for now; undefined when it was ended, is over, or was idle too long. `use` says whether this
   * counts as using it.
   */
  standingSession(claim: SessionClaim, use: boolean): Promise<StandingSession | undefined>;
  /** @throws NotFound unless it is the actor's own, or the actor administers people */
  sessionsOf(actor: Actor, personId: string): Promise<OpenAccess>;
  /**
   * Ends a session, a remembered device with its sessions, or a program's tokens, by the id that `sessionsOf` gives.
   * @throws NotFound unless it is the actor's own, or the actor administers people
   */
  endSession(actor: Actor, id: string): Promise<void>;
  /** Ends all sessions, devices and programs of the actor but one session; personal tokens stay. How many ended. */
  endOtherSessions(actor: PersonActor, exceptId: string | undefined): Promise<number>;
  /** Deletes all sessions, devices, programs and tokens of somebody, for good. Joins the caller's transaction. */
  removeAccess(personId: string): Promise<void>;
  /** Ends the session and whatever the remember token of the same browser could start. */
  signOut(actor: PersonActor | undefined, sessionId: string | undefined, token: string | undefined): Promise<void>;

  /**
   * Remembers the actor's browser; undefined where the organization has switched that off. A session that it has
   * already belongs to it from then on: whoever ends the one ends the other.
   */
  rememberDevice(actor: PersonActor, from: DeviceFacts, sessionId?: string): Promise<RememberToken | undefined>;
  /** What a remember token is good for now. One that was used before ends its device, and its person is told. */
  readRemembered(token: string): Promise<Remembered>;
  /**
   * Replaces the token that was used and lists the session that it started; undefined when another tab was faster.
   * `sessionId` is the session's own id, kept readable for that other tab alone.
   */
  replaceRemembered(use: RememberedUse, opening: SessionOpening, sessionId: string): Promise<RememberToken | undefined>;

  /** @throws Forbidden where switched off; RuleBroken `token.too_many` */
  createPersonalToken(
    actor: PersonActor,
    input: { readonly name: string; readonly scopes: readonly TokenScope[]; readonly days: number },
  ): Promise<{ readonly token: string; readonly personalToken: PersonalToken }>;
  /** @throws NotFound unless it is the actor's own, or the actor administers people */
  revokePersonalToken(actor: Actor, id: string): Promise<void>;
  /** Who a Bearer token of either kind speaks for; undefined when for nobody. */
  bearerOf(token: string): Promise<TokenBearer | undefined>;

  /** False for people who only come in by code or single sign-on. */
  hasPassword(actor: PersonActor): Promise<boolean>;
  /** @throws InvalidInput `password.wrong` at `password` */
  confirmPassword(actor: PersonActor, password: string): Promise<void>;
}
