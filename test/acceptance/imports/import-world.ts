import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { newId } from '../../../src/kernel/ids.js';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { createImports, type ImportsModule } from '../../../src/modules/imports/index.js';
import type { PeopleModule } from '../../../src/modules/people/index.js';
import { silentLogger } from '../../support/temporary-storage.js';
import { createWorld, type Tenant, type World } from '../../support/world.js';

export const ADVENTURE_WORKS = fileURLToPath(new URL('../../../data/adventureworks/people.csv', import.meta.url));

export const HEADER = 'name,email,employee_id,grade,department,location,level,manager,dp,grants,joining_date';

/** A good row, unless said. */
export function row(number: number, cells: Record<string, string> = {}): string {
  const values: Record<string, string> = {
    name: `Guy Gilbert ${number}`,
    email: `guy${number}@adventure-works.com`,
    employee_id: `AW9${String(number).padStart(3, '0')}`,
    grade: 'B2',
    department: 'IT',
    location: 'US',
    level: 'Senior',
    joining_date: '2020-04-01',
    ...cells,
  };
  return HEADER.split(',')
    .map((column) => values[column] ?? '')
    .map((cell) => (cell.includes(',') ? `"${cell}"` : cell))
    .join(',');
}

export interface ImportWorld extends World {
  readonly imports: ImportsModule;
  /** Makes the next registration die before it writes anything, as when the database goes away. */
  dieOnce(): void;
  /** Writes a file as it would have been uploaded. */
  file(content: string | Uint8Array): Promise<string>;
}

export async function createImportWorld(): Promise<ImportWorld> {
  const world = await createWorld();
  const { storage, outbox, clock, organizations, requests } = world;
  let dying = false;
  const people: PeopleModule = {
    ...world.people,
    async registerMany(...input) {
      if (dying) {
        dying = false;
        throw new Error('the database is gone');
      }
      return world.people.registerMany(...input);
    },
  };
  const secret = 'a secret of the tests, long enough';
  const imports = createImports({
    storage,
    outbox,
    clock,
    logger: silentLogger,
    organizations,
    people,
    requests,
    secret,
  });
  await storage.prepare();
  return {
    ...world,
    imports,
    dieOnce() {
      dying = true;
    },
    async file(content) {
      const name = path.join(world.folder, `${newId()}.csv`);
      await writeFile(name, content);
      return name;
    },
  };
}

/** Somebody of HR administration, who may import. */
export function hrAdministrator(tenant: Tenant): Promise<PersonActor> {
  return tenant.actor({ grants: ['hr'], email: 'administrator@adventure-works.com', employeeId: 'HR0001' });
}
