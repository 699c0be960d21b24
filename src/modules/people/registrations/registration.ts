export const REGISTRATION_STATUSES = ['waiting', 'activated', 'refused'] as const;
export type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number];

/** Somebody who wants to join an organization. No person yet, and nothing that people have. */
export interface Registration {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Empty where it was not given. */
  readonly employeeId: string;
  /** What was written to HR administration; may be empty. */
  readonly message: string;
  readonly status: RegistrationStatus;
  readonly at: Date;
  readonly decidedAt: Date | null;
  /** Name of who decided. */
  readonly decidedBy: string | null;
  /** Why it was refused; empty otherwise. */
  readonly reason: string;
  /** Who became of it. */
  readonly personId: string | null;
}
