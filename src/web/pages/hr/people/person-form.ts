import { InvalidInput, type FieldProblem } from '../../../../kernel/errors.js';
import { paths } from '../../../paths.js';
import type { PageAnswer, Refusal } from '../../../route.js';
import type { Services } from '../../../services.js';
import { choosePeople, DELIVERY_PARTNERS, MANAGERS, offeredPeople } from '../../../forms/choose-person.js';
import { grantChoices } from './grant-choices.js';

/** What the form of a person offers to choose from. */
async function choices(services: Services, personId?: string) {
  return {
    lists: (await services.organizations.current()).lists,
    managers: await offeredPeople(services, MANAGERS, personId),
    dps: await offeredPeople(services, DELIVERY_PARTNERS, personId),
  };
}

type Values = Readonly<Record<string, unknown>>;

/** The form's fields as text: what was typed, else what is known. */
function textsOf(values: Values): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((field): field is [string, string] => typeof field[1] === 'string'),
  );
}

/** Errors at `managerId` belong to the field `manager`, and so on. */
function atFields(refusal: Refusal | undefined) {
  return (refusal?.errors ?? []).map(({ path, message }) => ({
    path: path.replace(/^(manager|dp)Id$/, '$1').replace(/^grants\..*$/, 'grants'),
    message,
  }));
}

export async function registrationPage(services: Services, refusal?: Refusal): Promise<PageAnswer> {
  const today = await services.organizations.today();
  const ticked = [refusal?.values['grants'] ?? []].flat().map(String);
  return {
    view: 'hr/people/register',
    title: 'Register a person',
    breadcrumbs: [{ label: 'People', href: paths.hr.employees }],
    model: {
      values: { joiningDate: today, ...textsOf(refusal?.values ?? {}) },
      grants: grantChoices(ticked),
      errors: atFields(refusal),
      message: refusal?.error.message ?? null,
      ...(await choices(services)),
    },
  };
}

export async function editPage(
  services: Services,
  person: { readonly id: string; readonly name: string; readonly revision: number; readonly values: Values },
  refusal?: Refusal,
): Promise<PageAnswer> {
  const meanwhile = refusal?.error.code === 'person.changed_meanwhile';
  return {
    view: 'hr/people/edit',
    title: `Edit ${person.name}`,
    breadcrumbs: [
      { label: 'People', href: paths.hr.employees },
      { label: person.name, href: paths.hr.person(person.id) },
    ],
    model: {
      person,
      values: textsOf({ ...person.values, ...refusal?.values }),
      // After a conflict the form counts as filled in for what is there now: saving again is then meant.
      revision: meanwhile || refusal === undefined ? person.revision : (refusal.values['revision'] ?? person.revision),
      meanwhile,
      errors: atFields(refusal),
      message: refusal?.error.message ?? null,
      ...(await choices(services, person.id)),
    },
  };
}

/** Does the work; where it is not clear who is meant, everything else that is wrong is said as well. */
export async function withAllProblems<T>(work: Promise<T>, others: () => Promise<readonly FieldProblem[]>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput([...error.errors, ...(await others())], undefined, error.code);
  }
}

interface SuperiorTexts {
  readonly manager: string | null | undefined;
  readonly dp: string | null | undefined;
}

/**
 * Ids of the superiors a form names: undefined where nothing is said, null where the field is empty.
 * @throws InvalidInput at `manager` or `dp`
 */
export async function chooseSuperiors(
  services: Pick<Services, 'people'>,
  { manager, dp }: SuperiorTexts,
): Promise<{ managerId: string | null | undefined; dpId: string | null | undefined }> {
  const named = (text: string | null | undefined): text is string => typeof text === 'string' && text.trim() !== '';
  const chosen = await choosePeople(services, [
    ...(named(manager) ? [{ path: 'manager', text: manager, duty: MANAGERS }] : []),
    ...(named(dp) ? [{ path: 'dp', text: dp, duty: DELIVERY_PARTNERS }] : []),
  ]);
  const idAt = (path: 'manager' | 'dp', text: string | null | undefined) =>
    text === undefined ? undefined : (chosen.get(path) ?? null);
  return { managerId: idAt('manager', manager), dpId: idAt('dp', dp) };
}
