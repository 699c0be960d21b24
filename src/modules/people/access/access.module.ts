import type { Actor, PersonActor } from '../../../kernel/actor.js';
import type { Poller } from '../../../platform/poller.js';
import type { DeviceAccess } from './device-access.js';
import type { DeviceFacts } from './devices/device.js';

export interface Credentials {
  /** As typed; blanks around it and upper case do not matter. */
  readonly email: string;
  readonly password: string;
  /** Tells which organization is meant where the address is known in several. */
  readonly organizationSlug?: string | undefined;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly tokenType: 'Bearer';
  /** Seconds until the access token ends. */
  readonly expiresIn: number;
}

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** An address that somebody typed, lower-case; nobody knows yet whether it is anybody's. */
export interface AskedAccount {
  readonly email: string;
  /** Tells which organization is meant where the address is known in several. */
  readonly organizationSlug?: string | undefined;
}

export interface CodeAttempt {
  readonly flowId: string;
  /** Six digits. */
  readonly code: string;
}

/** What a link of a mail is for, and for whom. */
export interface PasswordLink {
  readonly kind: 'reset' | 'invitation';
  readonly name: string;
  readonly email: string;
  /** How long a password of this organization has to be. */
  readonly minLength: number;
}

/** A link that no mail brings. */
export interface ResetLink {
  /** The address without the host; whoever has it can choose the password. */
  readonly path: string;
  readonly expires: Date;
}

export interface LinkedPassword {
  /** From the link. */
  readonly token: string;
  readonly password: string;
}

/** Whom the organization's own sign-in vouches for. */
export interface SignOnIdentity {
  /** As the provider writes it; undefined where it says none. */
  readonly email: string | undefined;
  readonly emailVerified: boolean;
}

/** Where single sign-on leads: the organization named, else the only one there is. */
export interface SignOnOrganization {
  readonly id: string;
}

/** Who it is, or a verified address that is nobody's. */
export type SignOnResult =
  { readonly kind: 'person'; readonly actor: PersonActor } | { readonly kind: 'unknown'; readonly email: string };

/** Who may come in, and as whom. Finds people across organizations; needs no request context. */
export interface AccessModule extends DeviceAccess {
  /**
   * Checks a password.
   * @throws NotAuthenticated `auth.invalid_credentials`, in the same time for unknown, wrong, deactivated and exited;
   * Unavailable with `retryAfter` when too many wait
   */
  signIn(credentials: Credentials): Promise<PersonActor>;
  /** Brings refused sign-ins into the audit, which otherwise happens within seconds by itself. For the end and for tests. */
  recordRefusals(): Promise<void>;
  /** The person as of now; undefined when unknown, deactivated, exited, or when the epoch given is not the current one. */
  actorOf(personId: string, epoch?: number): Promise<PersonActor | undefined>;
  /** The same for many at once; those who are not active are left out. */
  actorsOf(personIds: readonly string[]): Promise<Map<string, PersonActor>>;
  /** Number of the person's current generation of sessions and tokens. @throws NotFound */
  epochOf(personId: string): Promise<number>;
  /** Number of the generation in which an actor was found: what starts with the actor belongs to it, and ends with it. */
  generationOf(actor: PersonActor): Promise<number>;
  /** Ends every session and token of a person at once. */
  endSessions(actor: Actor, personId: string, reason: string): Promise<void>;

  /**
   * Changes the actor's own password and ends all sessions and tokens, this one included.
   * @throws InvalidInput at `currentPassword` or `newPassword`
   */
  changePassword(actor: PersonActor, change: PasswordChange): Promise<void>;
  /**
   * Sets somebody's password; an initial one must be changed at first sign-in.
   * @throws Forbidden; InvalidInput at `password`
   */
  setPassword(actor: Actor, personId: string, password: string, options: { readonly initial: boolean }): Promise<void>;
  /** The hash to be stored for a password, without judging it. */
  hashPassword(password: string): Promise<string>;

  /** True where some organization lets people sign in by codes of mails. */
  codesOffered(): Promise<boolean>;
  /**
   * Starts to sign in by a code. Does the same for every address; whose it is is found out afterwards, and a code is
   * mailed to active people of organizations that have codes switched on.
   */
  requestCode(account: AskedAccount): Promise<{ readonly flowId: string }>;
  /**
   * Uses a code: once, within ten minutes, at the fifth try at the latest.
   * @throws NotAuthenticated `auth.invalid_code`, the same for unknown, wrong, expired, used and burned ones
   */
  signInByCode(attempt: CodeAttempt): Promise<PersonActor>;
  /** Where single sign-on leads; undefined where there is no such organization, or it is not clear which. */
  signOnOrganization(slug: string | undefined): Promise<SignOnOrganization | undefined>;
  /**
   * Somebody active whose address a provider has verified. Whoever comes that way need not change an initial password,
   * which nobody used.
   * @throws NotAuthenticated `auth.single_sign_on_refused`, the same for unverified, deactivated and exited
   */
  signInByIdentity(identity: SignOnIdentity, organization: SignOnOrganization): Promise<SignOnResult>;
  /** Asks for a mail with a link to a new password. Does the same for every address. */
  requestPasswordReset(account: AskedAccount): Promise<void>;
  /**
   * Makes a link to a new password for an operator to hand over, which works once, within an hour, and ends all sessions
   * of the person at once.
   * @throws Forbidden to people; NotFound; Conflict `person.deactivated`
   */
  makeResetLink(actor: Actor, personId: string): Promise<ResetLink>;
  /** What a link can be used for; undefined when it cannot (any more). Looking changes nothing. */
  passwordLink(token: string): Promise<PasswordLink | undefined>;
  /**
   * Sets the password by a link, which thereby ends, and ends all sessions. Does not sign in.
   * @throws RuleBroken `link.ended` at `token`; InvalidInput at `password`
   */
  choosePassword(input: LinkedPassword): Promise<{ readonly kind: 'reset' | 'invitation' }>;
  /**
   * Mails a link with which somebody chooses the first password; it works once, within seven days, and ends the earlier
   * ones. Whoever is registered without a password gets one by itself.
   * @throws Forbidden; NotFound; Conflict `invitation.not_needed` or `invitation.deactivated`
   */
  invite(actor: Actor, personId: string): Promise<{ readonly expires: Date }>;
  /** True for somebody active who never chose a password, and so may be invited (again). @throws Forbidden */
  awaitsInvitation(actor: Actor, personId: string): Promise<boolean>;
  /** Answers what was asked by address: codes, forgotten passwords, registrations. */
  readonly asks: Poller;
  issueTokens(actor: PersonActor, from?: DeviceFacts): Promise<Tokens>;
  /**
   * Exchanges a refresh token. One that was used before ends its whole family.
   * @throws NotAuthenticated `auth.invalid_token`
   */
  refresh(refreshToken: string): Promise<Tokens>;
  /** Ends the family of a refresh token; nothing happens for unknown ones. */
  revoke(refreshToken: string): Promise<void>;
  /** Who a Bearer token that may read speaks for; undefined when it is invalid, expired or ended. */
  actorFromAccessToken(token: string): Promise<PersonActor | undefined>;
}
