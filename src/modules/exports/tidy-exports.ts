import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemActor, type Actor } from '../../kernel/actor.js';
import { can } from '../../kernel/permissions.js';
import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import type { OrganizationsModule } from '../organizations/index.js';
import { KEPT_HOURS, LISTED_DAYS } from './export.js';
import type { ExportRecord } from './export.model.js';
import { removeFile } from './growing-file.js';
import type { RunParts } from './run-export.js';

interface TidyParts extends RunParts {
  readonly organizations: Pick<OrganizationsModule, 'list'>;
  readonly folder: string;
  /** Whether this process makes it. */
  readonly isRunning: (id: string) => boolean;
}

const HOUR_MS = 3_600_000;
/** One that did not move for so long has lost its process. */
const STALLED_MS = 300_000;

type Reason = 'deleted' | 'expired' | 'not allowed';

/** Files of points are personal data: they go when their time is over, and with those who may not take them any more. */
export function createTidying({ storage, outbox, clock, people, store, discard, ...parts }: TidyParts) {
  const { organizations, folder, isRunning } = parts;

  /** The file goes, and by its owner's wish the record with it. */
  async function forget(actor: Actor, record: ExportRecord, reason: Reason): Promise<void> {
    await storage.run(async () => {
      if (reason === 'deleted') await store.remove(record._id);
      else await store.change(record._id, { kept: false, expiresAt: null });
      await outbox.record(actor, {
        type: 'export.deleted',
        subject: { type: 'export', id: record._id },
        data: { reason, personId: record.owner },
      });
    });
    await discard(record);
  }

  async function everywhere(work: (actor: Actor) => Promise<void>): Promise<void> {
    for (const { id } of await acrossOrganizations(() => organizations.list())) {
      await inOrganization(id, () => work(systemActor(id, 'care of exports')));
    }
  }

  async function failInterrupted(all: boolean): Promise<number> {
    let failed = 0;
    const deadline = clock.now().getTime() - STALLED_MS;
    await everywhere(async (actor) => {
      for (const record of await store.running()) {
        if (isRunning(record._id) || (!all && record.movedAt.getTime() >= deadline)) continue;
        const endedAt = clock.now();
        await storage.run(async () => {
          const changes = { status: 'failed' as const, failure: 'stopped' as const, endedAt, kept: false };
          if (!(await store.changeRunning(record._id, changes))) return;
          failed += 1;
          await outbox.record(actor, {
            type: 'export.failed',
            subject: { type: 'export', id: record._id },
            data: { rows: record.done, reason: 'stopped', personId: record.owner },
          });
        });
        await discard(record);
      }
    });
    return failed;
  }

  async function forgetOver(actor: Actor): Promise<void> {
    const now = clock.now();
    for (const record of await store.kept()) {
      const owner = await people.access.actorOf(record.owner);
      if (owner === undefined || !can(owner, 'exports:take')) await forget(actor, record, 'not allowed');
      else if (record.expiresAt === null || record.expiresAt <= now) await forget(actor, record, 'expired');
    }
    await store.removeOlder(new Date(now.getTime() - LISTED_DAYS * 24 * HOUR_MS));
  }

  /** Files that a process left behind when it was killed. */
  async function removeAbandoned(): Promise<void> {
    const oldest = clock.now().getTime() - (KEPT_HOURS + 2) * HOUR_MS;
    for (const name of await readdir(folder).catch((): string[] => [])) {
      const file = path.join(folder, name);
      const { mtimeMs } = await stat(file);
      if (mtimeMs < oldest) await removeFile(file);
    }
  }

  return {
    forget,
    failInterrupted,
    async tidy(): Promise<void> {
      await failInterrupted(false);
      await everywhere(forgetOver);
      await removeAbandoned();
    },
  };
}
