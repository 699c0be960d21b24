import type { Model } from 'mongoose';
import { actorReference, type Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { ruleBroken } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { isDuplicateKey, type Storage } from '../../platform/storage/index.js';
import type { NewUtilization } from './targets.module.js';
import type { UtilizationRecord } from './utilization.model.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

interface Dependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly utilizations: Model<UtilizationRecord>;
}

/** One record per person and month. Percentages never become points, so the ledger is not touched. */
export async function recordUtilization(deps: Dependencies, actor: Actor, record: NewUtilization): Promise<void> {
  const { personId: person, month, basisPoints } = record;
  if (!MONTH.test(month) || !Number.isSafeInteger(basisPoints) || basisPoints < 0 || basisPoints > 10_000) {
    throw new RangeError(`no utilization: ${month} ${basisPoints}`);
  }
  const { storage, outbox, clock, utilizations } = deps;
  await storage.run(async () => {
    if ((await utilizations.exists({ person, month })) !== null) throw alreadyRecorded(month);
    const at = clock.now();
    const _id = newId(at);
    try {
      await utilizations.insertMany([
        { _id, person, month, basisPoints, request: record.requestId, by: actorReference(actor), at },
      ]);
    } catch (error) {
      throw isDuplicateKey(error, 'month') ? alreadyRecorded(month) : error;
    }
    await outbox.record(actor, {
      type: 'utilization.recorded',
      subject: { type: 'utilization', id: _id },
      data: { personId: person, month, basisPoints },
    });
  });
}

function alreadyRecorded(month: string) {
  return ruleBroken('utilization.already_recorded', 'month', `Utilization of ${month} is recorded already.`);
}
