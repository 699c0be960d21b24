import type { PersonActor } from '../../../src/kernel/actor.js';
import type { Unit } from '../../../src/kernel/units.js';
import type { Import, ImportKind } from '../../../src/modules/imports/index.js';
import type { Person } from '../../../src/modules/people/index.js';
import { actorFor, type Tenant } from '../../support/world.js';
import type { ImportWorld } from './import-world.js';

/** An organization whose units work with files. */
export interface Units {
  readonly tenant: Tenant;
  /** Employee ids are E1, E2, ... */
  readonly employees: readonly Person[];
  /** Proposes for Talent acquisition. */
  readonly ta: PersonActor;
  /** Proposes for PMO. */
  readonly pmo: PersonActor;
  /** Manages E1 and E2. */
  readonly pm: PersonActor;
  readonly hr: PersonActor;
  readonly validators: Readonly<Record<'TV1' | 'TV2' | 'PV1', Person>>;
  upload(
    actor: PersonActor,
    kind: ImportKind,
    unit: Unit | null,
    lines: readonly string[] | string | Uint8Array,
    acknowledgeDuplicates?: boolean,
  ): Promise<Import>;
  /** Confirms and waits until everything is written. */
  confirm(actor: PersonActor, id: string): Promise<Import>;
  /** The stored requests of the organization in the order of the file. */
  requests(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  failedRows(actor: PersonActor, id: string): Promise<string>;
}

export async function createUnits(world: ImportWorld, employees = 4): Promise<Units> {
  const tenant = await world.tenant();
  const { slug } = tenant.organization;
  const person = (employeeId: string, grants: readonly string[], grade = 'C1', managerId: string | null = null) =>
    tenant.person({ employeeId, grants, grade, managerId, email: `${employeeId}@${slug}.com`.toLowerCase() });
  const manager = await person('PM1', ['pm'], 'D1');
  const people: Person[] = [];
  for (let number = 1; number <= employees; number += 1)
    people.push(await person(`E${number}`, [], 'C1', number <= 2 ? manager.id : null));
  const actor = async (employeeId: string, grants: readonly string[]) => actorFor(await person(employeeId, grants));
  const validators = {
    TV1: await person('TV1', ['ta_va']),
    TV2: await person('TV2', ['ta_va']),
    PV1: await person('PV1', ['pmo_va']),
  };
  const stored = (name: string) =>
    world.storage.connection.collection(name).find({ organization: tenant.organization.id }).sort({ _id: 1 }).toArray();
  return {
    tenant,
    employees: people,
    ta: await actor('TU1', ['ta_up']),
    pmo: await actor('PU1', ['pmo_up']),
    pm: actorFor(manager),
    hr: await actor('HR1', ['hr']),
    validators,
    async upload(by, kind, unit, lines, acknowledgeDuplicates = false) {
      const content = typeof lines === 'string' || lines instanceof Uint8Array ? lines : lines.join('\n');
      const path = await world.file(content);
      return world.imports.check(by, { kind, unit, path, name: 'file.csv', acknowledgeDuplicates });
    },
    async confirm(by, id) {
      await world.imports.confirm(by, id);
      await world.imports.settled(id);
      return world.imports.byId(by, id);
    },
    requests: () => stored('requests'),
    async failedRows(by, id) {
      let text = '';
      for await (const part of world.imports.failedRows(by, id)) text += part;
      return text;
    },
  };
}

export const PROPOSALS = 'employee_id,validator_employee_id,event_date,category_code,quantity,notes';
export const UTILIZATION = 'employee_id,validator_employee_id,month,utilization,notes';
export const AWARDS = 'employee_id,category_code,notes';
