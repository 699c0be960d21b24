import type { Model } from 'mongoose';
import { systemActor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { acrossOrganizations, currentContext, inOrganization } from '../../platform/request-context.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import type { AttachmentRecord } from './attachment.model.js';
import type { AttachmentsModule } from './attachments.module.js';
import { eraseAttachments } from './erase-attachments.js';

interface UnclaimedDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly uploadsDir: string;
  readonly attachments: Model<AttachmentRecord>;
}

/** A form that waited longer than its session has lost its files. */
const KEPT_MS = 86_400_000;
const BATCH = 100;
/** Whose a file is that nobody may claim any more. */
const NOBODY = '';

export const UNCLAIMED_JOB = { name: 'attachments.unclaimed', every: 3_600_000 } as const;

/** The job: removes what nobody claimed, organization by organization. */
export async function removeUnclaimedEverywhere(
  attachments: Pick<AttachmentsModule, 'removeUnclaimed'>,
  organizations: { list(): Promise<readonly { readonly id: string }[]> },
): Promise<void> {
  for (const { id } of await acrossOrganizations(() => organizations.list()))
    await inOrganization(id, () => attachments.removeUnclaimed());
}

/**
 * First a file loses its owner, in a transaction that a claim of the same moment meets; from then on nobody can claim it.
 * Then its content goes, then the record. Whoever dies in between leaves a file of nobody, which the next turn removes.
 */
export async function removeUnclaimed(deps: UnclaimedDependencies): Promise<number> {
  let removed = 0;
  for (;;) {
    const ids = await takeAway(deps);
    await eraseAttachments(deps, ids);
    if (ids.length > 0) {
      const { deletedCount } = await deps.attachments.deleteMany({
        _id: operator({ $in: ids }),
        owner: NOBODY,
        request: null,
      });
      removed += deletedCount;
    }
    if (ids.length < BATCH) return removed;
  }
}

/** The files to remove now, the oldest first. */
function takeAway({ storage, outbox, clock, attachments }: UnclaimedDependencies): Promise<string[]> {
  const before = new Date(clock.now().getTime() - KEPT_MS);
  return storage.run(async () => {
    const found = await attachments
      .find({ request: null, storedAt: operator({ $lt: before }) })
      .sort({ storedAt: 1 })
      .limit(BATCH)
      .lean<AttachmentRecord[]>();
    const owned = found.filter(({ owner }) => owner !== NOBODY);
    if (owned.length > 0) {
      await attachments.updateMany(
        { _id: operator({ $in: owned.map(({ _id }) => _id) }), request: null },
        { $set: { owner: NOBODY } },
      );
      await outbox.record(
        systemActor(currentContext()?.organizationId ?? '', 'tidying'),
        ...owned.map(({ _id, name }) => ({
          type: 'attachment.expired' as const,
          subject: { type: 'attachment', id: _id },
          data: { name },
        })),
      );
    }
    return found.map(({ _id }) => _id);
  });
}
