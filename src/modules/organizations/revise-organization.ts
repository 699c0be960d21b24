import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Actor } from '../../kernel/actor.js';
import { Conflict, InvalidInput, ruleBroken } from '../../kernel/errors.js';
import { toOrganization, type OrganizationRecord } from './organization.model.js';
import type { Organization } from './organization.js';
import { assertManagesSettings, freshRecord, writeChange, type OrganizationParts } from './organization-parts.js';
import { organizationChanges, type OrganizationChanges } from './organization.schema.js';

export interface RevisionOptions {
  /** The revision that the change was made from; an older one than the current is refused. */
  readonly revision?: number | undefined;
}

type ParsedChanges = z.output<typeof organizationChanges>;

/** The fields of an organization side by side, as the audit names them. */
function fieldsOf({ name, calendar, settings }: Pick<Organization, 'name' | 'calendar' | 'settings'>) {
  return { name, ...calendar, ...settings } as Record<string, unknown>;
}

export function createRevision(parts: OrganizationParts) {
  async function revise(actor: Actor, changes: ParsedChanges, { revision }: RevisionOptions): Promise<Organization> {
    const record = await freshRecord(parts, actor.organizationId);
    const before = toOrganization(record);
    assertCurrent(before, record, revision);
    const after = {
      ...before,
      name: changes.name ?? before.name,
      calendar: changes.calendar ?? before.calendar,
      settings: { ...before.settings, ...given(changes.settings ?? {}) },
    };
    assertTogether(after);
    const [was, is] = [fieldsOf(before), fieldsOf(after)];
    const changed = Object.keys(is).filter((field) => !isDeepStrictEqual(was[field], is[field]));
    if (changed.length === 0) return before;
    await writeChange(parts, actor, { name: after.name, calendar: after.calendar, settings: after.settings });
    await parts.outbox.record(actor, {
      type: 'settings.changed',
      subject: { type: 'organization', id: before.id },
      data: { fields: changed },
      before: Object.fromEntries(changed.map((field) => [field, was[field]])),
      after: Object.fromEntries(changed.map((field) => [field, is[field]])),
    });
    return { ...after, revision: before.revision + 1 };
  }

  return async (actor: Actor, changes: OrganizationChanges, options: RevisionOptions = {}): Promise<Organization> => {
    assertManagesSettings(actor);
    const parsed = organizationChanges.safeParse(changes);
    if (!parsed.success) {
      throw new InvalidInput(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
    }
    return parts.storage.run(() => revise(actor, parsed.data, options));
  };
}

/** Absent members would overwrite what is there. */
function given(settings: NonNullable<ParsedChanges['settings']>): Partial<Organization['settings']> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function assertCurrent(current: Organization, { revisedBy }: OrganizationRecord, revision: number | undefined): void {
  if (revision === undefined || revision === current.revision) return;
  throw new Conflict(
    'settings.changed_meanwhile',
    `${revisedBy ?? 'Somebody'} changed the settings meanwhile. Look at what is there now and send yours again if it still holds.`,
    { extra: { revision: current.revision } },
  );
}

/** Rules about several settings at once. */
function assertTogether({ settings }: Pick<Organization, 'settings'>): void {
  if (settings.escalateAfterWorkingDays <= settings.remindAfterWorkingDays) {
    throw ruleBroken(
      'settings.escalation_too_early',
      'escalateAfterWorkingDays',
      'Escalate later than you remind: otherwise nobody has a chance to decide in time.',
    );
  }
}
