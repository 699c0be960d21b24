import { actorReference, systemActor, type Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Conflict } from '../../kernel/errors.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import type { Storage } from '../../platform/storage/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { ImportRecord } from './import.model.js';
import type { ImportStore } from './import.store.js';
import { KEPT_DAYS } from './import.js';

interface TidyParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly store: ImportStore;
  readonly organizations: OrganizationsModule;
}

const DAY_MS = 86_400_000;
/** An upload that is still coming in after this long has lost its process. */
const RECEIVING_MS = 3_600_000;
/** Work that did not move for so long has lost its process. */
export const STALLED_MS = 300_000;

const DISCARDABLE: readonly ImportRecord['status'][] = ['mapping', 'checking', 'checked'];

/** Rows of files are personal data: they go when they are not needed any more. */
export function createTidying({ storage, outbox, clock, store, organizations }: TidyParts) {
  async function giveUp(actor: Actor, record: ImportRecord, reason: 'given up' | 'left alone'): Promise<void> {
    await storage.run(async () => {
      const changes = {
        ...{ status: 'discarded' as const, kept: false, problems: [], initialPasswordHash: null },
        // The same file may come again.
        fingerprint: `discarded:${record._id}`,
        movedAt: clock.now(),
      };
      if (!(await store.change(record._id, { status: record.status }, changes))) return;
      await store.removeChunks(record._id);
      await outbox.record(actor, {
        type: 'import.discarded',
        subject: { type: 'import', id: record._id },
        data: { reason, personId: actorReference(actor).id },
      });
    });
  }

  async function forgetRows(record: ImportRecord): Promise<void> {
    await storage.run(async () => {
      if (await store.change(record._id, { status: 'completed' }, { kept: false, problems: [], reasons: [] }))
        await store.removeChunks(record._id);
    });
  }

  async function tidyOrganization(organizationId: string): Promise<void> {
    const now = clock.now().getTime();
    const actor = systemActor(organizationId, 'deletion of old imports');
    for (const record of await store.withRowsBefore(new Date(now - RECEIVING_MS))) {
      const isOld = record.uploadedAt.getTime() < now - KEPT_DAYS * DAY_MS;
      if (record.status === 'receiving') {
        await store.removeChunks(record._id);
        await store.remove(record._id);
      } else if (isOld && record.status === 'completed') await forgetRows(record);
      else if (isOld && DISCARDABLE.includes(record.status)) await giveUp(actor, record, 'left alone');
    }
  }

  return {
    async discard(actor: Actor, id: string): Promise<void> {
      const record = await store.byId(id);
      if (!DISCARDABLE.includes(record.status)) {
        throw new Conflict('import.not_discardable', 'This import was confirmed already and cannot be given up.');
      }
      await giveUp(actor, record, 'given up');
    },
    async forgetOldRows(): Promise<void> {
      for (const { id } of await acrossOrganizations(() => organizations.list())) {
        await inOrganization(id, () => tidyOrganization(id));
      }
    },
  };
}
