import type { Actor, PersonActor } from '../../../kernel/actor.js';

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

/** Who may come in, and as whom. Finds people across organizations; needs no request context. */
export interface AccessModule {
  /**
   * Checks a password.
   * @throws NotAuthenticated `auth.invalid_credentials`, in the same time for unknown, wrong, deactivated and exited;
   * Unavailable with `retryAfter` when too many wait
   */
  signIn(credentials: Credentials): Promise<PersonActor>;
  /** The person as of now; undefined when unknown, deactivated, exited, or when the epoch given is not the current one. */
  actorOf(personId: string, epoch?: number): Promise<PersonActor | undefined>;
  /** Number of the person's current generation of sessions and tokens. @throws NotFound */
  epochOf(personId: string): Promise<number>;
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

  issueTokens(actor: PersonActor): Promise<Tokens>;
  /**
   * Exchanges a refresh token. One that was used before ends its whole family.
   * @throws NotAuthenticated `auth.invalid_token`
   */
  refresh(refreshToken: string): Promise<Tokens>;
  /** Ends the family of a refresh token; nothing happens for unknown ones. */
  revoke(refreshToken: string): Promise<void>;
  /** Who an access token speaks for; undefined when it is invalid, expired, or the person's sessions ended. */
  actorFromAccessToken(token: string): Promise<PersonActor | undefined>;
}
