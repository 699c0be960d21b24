import { ManualClock } from '../../src/kernel/clock.js';
import type { NewOrganization } from '../../src/modules/organizations/index.js';
import { wireModules, type Modules } from './modules.js';
import { createTestStorage, type TestStorage } from './storage.js';
import { createTenant, type Tenant } from './tenant.js';

export { createTestStorage, type TestStorage } from './storage.js';
export { actorFor, createTenant, type PersonOverrides, type Tenant } from './tenant.js';
export { wireModules, type Modules } from './modules.js';

/** Wednesday, 12 November 2025, 11:30 in Kolkata: in 2025-Q3. */
export const WORLD_START = '2025-11-12T06:00:00Z';

/** Everything below the web, real, on a clock that tests move. */
export interface World extends Modules, TestStorage {
  readonly clock: ManualClock;
  /** A new organization; tests that share a world do not meet in it. */
  tenant(input?: Partial<NewOrganization>): Promise<Tenant>;
  /** The modules of another process on the same database and clock. */
  otherProcess(): Promise<Modules>;
}

/** Opens a world; close it after all tests of the file. */
export async function createWorld(start: string = WORLD_START): Promise<World> {
  const opened = await createTestStorage();
  const clock = new ManualClock(start);
  const modules = wireModules(opened.storage, clock, opened.folder);
  await opened.storage.prepare();
  return {
    ...opened,
    ...modules,
    clock,
    tenant: (input) => createTenant(modules, input),
    otherProcess: async () => wireModules(await opened.connect(), clock, opened.folder),
  };
}
