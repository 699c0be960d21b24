import { createLeaderboard } from '../../src/modules/leaderboard/index.js';
import type { Entry, NewEntry } from '../../src/modules/ledger/index.js';
import { createReports } from '../../src/modules/reports/index.js';
import { newEntry } from './ledger-world.js';
import type { Tenant } from './tenant.js';
import { createWorld } from './world.js';

export type FiguresWorld = Awaited<ReturnType<typeof createFiguresWorld>>;

/** A world with boards and reports on top. */
export async function createFiguresWorld() {
  const world = await createWorld();
  const leaderboard = createLeaderboard(world);
  const reports = createReports({ ...world, leaderboard });
  await world.storage.prepare();
  return {
    ...world,
    leaderboard,
    reports,
    /** Writes an entry of 400 points in 2025-Q3, unless said, and brings the boards up to date. */
    async credit(tenant: Tenant, personId: string, overrides: Partial<NewEntry> = {}): Promise<Entry> {
      const entry = await tenant.run(() =>
        world.storage.run(() => world.ledger.credit(tenant.system, newEntry(personId, overrides))),
      );
      await world.outbox.relay.drain();
      return entry;
    },
  };
}

/** The whole text of an export. */
export async function textOf(tenant: Tenant, chunks: () => AsyncIterable<string>): Promise<string> {
  let text = '';
  // The export is asked for in the request and read outside of it, as when a socket drains.
  const rows = await tenant.run(() => Promise.resolve(chunks()));
  for await (const chunk of rows) text += chunk;
  return text;
}
