import { currentContext } from '../request-context.js';

/**
 * Counts committed writes per organization, so that an answer computed at one count is known to be current as long as
 * the count stands. Means something only where this process alone writes.
 */
export interface ChangeCounter {
  /** Notes a write by whoever's turn it is; call after it is committed. */
  note(organizationId: string | undefined): void;
  count(organizationId: string): number;
}

export function createChangeCounter(): ChangeCounter {
  const counts = new Map<string, number>();
  // Work that looks across organizations may have written anywhere.
  let everywhere = 0;
  return {
    note(organizationId) {
      if (organizationId === undefined) everywhere += 1;
      else counts.set(organizationId, (counts.get(organizationId) ?? 0) + 1);
    },
    count: (organizationId) => everywhere + (counts.get(organizationId) ?? 0),
  };
}

/** The organization that the running code is bound to; undefined where it looks across them. */
export function writingOrganization(): string | undefined {
  const context = currentContext();
  return context === undefined || context.acrossOrganizations ? undefined : (context.organizationId ?? undefined);
}
