import type { PersonActor } from '../../src/kernel/actor.js';
import type { TestApp } from './app.js';
import type { Cast } from './cast.js';

const DAYS = { format: 'csv', from: '2025-10-01', to: '2025-12-31' } as const;

/** A file of central's that was not waited for, and so is kept; its id. */
export async function keptExport(app: TestApp, { tenant, people }: Pick<Cast, 'tenant' | 'people'>): Promise<string> {
  const { exports, people: directory } = app.container;
  return tenant.run(async () => {
    const actor = (await directory.access.actorOf(people.central.id)) as PersonActor;
    const opened = await exports.open(actor, DAYS, 0);
    await exports.settled(opened.export.id);
    // Quick as it was, it may have ended before the patience did.
    if (opened.content !== null) throw new Error('the export was waited for');
    return opened.export.id;
  });
}

/** Deletes what central keeps but for one file, so that another may be kept. */
export async function forgetExports(
  app: TestApp,
  { tenant, people }: Pick<Cast, 'tenant' | 'people'>,
  except: string | undefined,
): Promise<void> {
  const { exports, people: directory } = app.container;
  await tenant.run(async () => {
    const actor = (await directory.access.actorOf(people.central.id)) as PersonActor;
    const { items } = await exports.list(actor, { number: 1, size: 100 });
    for (const { id, expiresAt } of items.filter((one) => one.id !== except)) {
      if (expiresAt !== null) await exports.remove(actor, id);
    }
  });
}
