import type { PersonActor } from '../../../../kernel/actor.js';
import type { Permission } from '../../../../kernel/permissions.js';
import type { ImportKind } from '../../../../modules/imports/index.js';
import type { Services } from '../../../services.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';

/** A kind of file that a unit works with. */
export interface FileKind {
  readonly kind: Exclude<ImportKind, 'people'>;
  readonly permission: Extract<Permission, 'requests:propose' | 'awards:grant'>;
  /** Rows that repeat what somebody has already may be meant. */
  readonly takesDuplicates: boolean;
}

/** The kinds of files a unit works with, the main one first. */
export function fileKindsOf({ proposals, utilization, awards }: UnitDeclaration): readonly FileKind[] {
  const permission = 'requests:propose';
  return [
    ...(proposals === undefined ? [] : [{ kind: 'proposals', permission, takesDuplicates: true } as const]),
    ...(utilization === undefined ? [] : [{ kind: 'utilization', permission, takesDuplicates: false } as const]),
    ...(awards?.files === true ? [{ kind: 'awards', permission: 'awards:grant', takesDuplicates: true } as const] : []),
  ];
}

/** More people than these are looked up elsewhere. */
const MAX_PEOPLE = 100;

/** What whoever fills in a file has to know: codes of categories, employee ids of who decides or can be meant. */
export async function fileHelp(unit: UnitDeclaration, { kind }: FileKind, actor: PersonActor, services: Services) {
  const claimed = kind === 'awards' ? 'award' : 'proposed';
  // Central grants in the categories of every unit.
  const owner = unit.unit === 'central' ? {} : { unit: unit.unit };
  const categories =
    kind === 'utilization' ? [] : await services.catalog.list({ ...owner, status: 'active', kind: claimed });
  const people =
    kind !== 'awards'
      ? await services.people.holders(unit.unit, 'validator')
      : unit.scope === 'team'
        ? await services.people.reportsOf(actor.personId)
        : [];
  return {
    // What is worth nothing is claimed in another way.
    categories: categories
      .filter(({ baseValue, gradeValues }) => baseValue > 0 || Object.values(gradeValues).some((value) => value > 0))
      .map(({ code, name, unit: of, baseValue, gradeValues, counted }) => ({
        ...{ code, name, unit: of, baseValue, counted },
        byGrade: Object.keys(gradeValues).length > 0,
      })),
    people: people
      .filter(({ id }) => id !== actor.personId)
      .slice(0, MAX_PEOPLE)
      .map(({ id, name, employeeId }) => ({ id, name, employeeId })),
  };
}
