import 'express-session';

/** A sentence shown on the next page. */
export interface KeptFlash {
  readonly kind: 'success' | 'info' | 'warning' | 'danger';
  readonly text: string;
}

declare module 'express-session' {
  /** What a session holds. The CSRF token is declared by its package. */
  interface SessionData {
    /** Names the session in lists, where its own id must not stand. */
    publicId: string;
    personId: string;
    organizationId: string;
    /** The person's generation of sessions; a session of an older one is worth nothing. */
    epoch: number;
    /** When somebody signed in, milliseconds since 1970. */
    createdAt: number;
    /** How somebody signed in. */
    method: 'password' | 'code' | 'remembered' | 'single-sign-on';
    /** When the password was last given in this session, milliseconds since 1970; null when it never was. */
    passwordAt: number | null;
    /** When a provider of single sign-on last saw the person itself; null where none did or none says. */
    vouchedAt: number | null;
    flash: readonly KeptFlash[];
  }
}
