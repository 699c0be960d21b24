/** So long somebody may be away at the provider. */
export const FLOW_MINUTES = 10;

/** What a browser brings back from where it was sent; known to nobody else. */
export interface SignOnFlow {
  readonly state: string;
  readonly nonce: string;
  /** Proves that whoever uses the code has begun (PKCE). */
  readonly verifier: string;
  /** Where to go on afterwards. */
  readonly next: string;
  /** Whether the person had to sign in at the provider again. */
  readonly again: boolean;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
}

export interface SignOnBeginning {
  /** Where to send the browser. */
  readonly address: string;
  readonly state: string;
  /** The flow, sealed, for the browser to keep. */
  readonly sealed: string;
}

/** What the provider says of somebody. */
export interface VouchedIdentity {
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly name: string | undefined;
  /** When the provider itself last made sure who it is; undefined where it does not say. */
  readonly authenticatedAt: Date | undefined;
}

/** The provider, or what came back from it, does not vouch for anybody. The reason is for the log and holds no token. */
export class SignOnRefused extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super('The provider does not vouch for anybody.');
    this.name = 'SignOnRefused';
    this.reason = reason;
  }
}

/** Signing in at an OpenID provider: code flow with PKCE, state and nonce. */
export interface SingleSignOn {
  /** What people call the provider. */
  readonly label: string;
  /**
   * Begins to sign in. `again` makes the provider ask whoever is signed in there already.
   * @throws Unavailable while the provider cannot be reached
   */
  begin(wish: { readonly next: string; readonly again: boolean; readonly hint?: string }): Promise<SignOnBeginning>;
  /** The flow of a sealed text; undefined when it is not ours, of another state, or too old. */
  open(sealed: string, state: string): Promise<SignOnFlow | undefined>;
  /**
   * Exchanges what came back, the query of the callback, for an identity.
   * @throws SignOnRefused; Unavailable while the provider cannot be reached
   */
  finish(flow: SignOnFlow, query: URLSearchParams): Promise<VouchedIdentity>;
}
