import type { Model } from 'mongoose';
import type { Actor } from '../../kernel/actor.js';
import { Forbidden, NotFound } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { OrganizationRecord } from './organization.model.js';
import type { ListName } from './organization.js';

/** How many people have a value. */
export interface ListUse {
  readonly people: number;
  /** Those of them who are deactivated. */
  readonly deactivated: number;
}

/** What the parts of this module share. */
export interface OrganizationParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly organizations: Model<OrganizationRecord>;
  /** Who has a value of a list; the people module knows. */
  readonly usage: (list: ListName, value: string) => Promise<ListUse>;
  readonly uploadsDir: string;
  /** What this process remembers of an organization is no longer true. */
  forget(id: string): void;
}

export function assertManagesSettings(actor: Actor): void {
  if (!can(actor, 'settings:manage', 'hr')) throw new Forbidden();
}

/** The record as it is now, never as it is remembered. Inside a transaction it belongs to what was read there. */
export async function freshRecord(
  { organizations }: Pick<OrganizationParts, 'organizations'>,
  id: string,
): Promise<OrganizationRecord> {
  const record = await organizations.findOne({ _id: id }).lean<OrganizationRecord>();
  if (record === null) throw new NotFound('organization.not_found', 'There is no such organization.');
  return record;
}

/** Writes what changed; the revision makes two changes at once meet. Belongs into a transaction. */
export async function writeChange(
  { storage, organizations, forget }: Pick<OrganizationParts, 'storage' | 'organizations' | 'forget'>,
  actor: Actor,
  changes: Partial<Omit<OrganizationRecord, '_id' | 'slug' | 'createdAt'>>,
): Promise<void> {
  await organizations.updateOne(
    { _id: actor.organizationId },
    { $set: { ...changes, revisedBy: actor.name }, $inc: { revision: 1 } },
  );
  storage.afterCommit(() => {
    forget(actor.organizationId);
  });
}
