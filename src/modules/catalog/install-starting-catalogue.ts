import type { Model } from 'mongoose';
import { actorReference, type Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { termsOf, type CategoryRecord, type CategoryVersionRecord } from './category.model.js';
import { STARTING_CATALOGUE } from './starting-catalogue.js';

interface Installation {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly categories: Model<CategoryRecord>;
  readonly versions: Model<CategoryVersionRecord>;
}

/** Adds what is missing and leaves alone what is there, edited or not. In one transaction; says how many were added. */
export async function installStartingCatalogue(to: Installation, actor: Actor): Promise<number> {
  return to.storage.run(async () => {
    const codes = STARTING_CATALOGUE.map(({ code }) => code);
    const present = new Set(await to.categories.distinct('code', { code: operator({ $in: codes }) }));
    const missing = STARTING_CATALOGUE.filter(({ code }) => !present.has(code)).map((category) => ({
      _id: newId(to.clock.now()),
      code: category.code,
      ...termsOf(category),
      version: 1,
    }));
    if (missing.length === 0) return 0;
    await to.categories.insertMany(missing.map((record) => ({ ...record, status: 'active' })));
    await to.versions.insertMany(
      missing.map((record) => ({
        ...record,
        _id: newId(to.clock.now()),
        since: to.clock.now(),
        by: actorReference(actor),
      })),
    );
    await to.outbox.record(
      actor,
      ...missing.map(({ _id, code, version: _version, ...terms }) => ({
        type: 'category.created' as const,
        subject: { type: 'category', id: _id },
        data: { code },
        after: { ...terms },
      })),
    );
    return missing.length;
  });
}
