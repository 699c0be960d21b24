import type { Actor } from '../../../kernel/actor.js';
import type { NewPerson, PeopleModule, PersonEdit } from '../../people/index.js';
import type { CellProblem, KeptRow } from '../import-chunk.model.js';
import type { FieldChange } from '../import.js';
import type { WritableRow, WriteOptions } from '../kind-of-import.js';
import { columnOfField } from './people-columns.js';
import { differenceOf } from './person-changes.js';
import { readPersonRow } from './read-person-row.js';
import { SUPERIOR_COLUMNS } from './superiors.js';

/**
 * Registers new people and changes those who are there, superiors apart. Rows that are not good any more get their
 * problems; so does a row about somebody who is not as the dry run said.
 */
export async function writePeople(
  people: PeopleModule,
  actor: Actor,
  rows: readonly WritableRow[],
  hashes: ReadonlyMap<string, string>,
  options: WriteOptions,
): Promise<KeptRow[]> {
  const waiting = rows.filter(({ problems, done }) => problems.length === 0 && !done);
  const outcome = new Map<string, CellProblem[]>([
    ...(await register(people, actor, waiting, hashes, options)),
    ...(await edit(people, actor, waiting)),
    ...waiting.filter(({ action }) => action === 'unchanged').map(({ id }): Outcome[number] => [id, []]),
  ]);
  return rows.map(({ values: _values, ...row }) => {
    const problems = outcome.get(row.id);
    if (problems === undefined) return row;
    return problems.length === 0 ? { ...row, done: true } : { ...row, problems };
  });
}

type Outcome = [string, CellProblem[]][];

async function register(
  people: PeopleModule,
  actor: Actor,
  waiting: readonly WritableRow[],
  hashes: ReadonlyMap<string, string>,
  options: WriteOptions,
): Promise<Outcome> {
  const rows = waiting.filter(({ action }) => action === 'create');
  if (rows.length === 0) return [];
  const inputs = rows.map((row) => newPerson(row, hashes.get(row.id)));
  const found = await people.check(inputs);
  await people.registerMany(
    actor,
    inputs.filter((_input, place) => found[place]?.length === 0),
    options,
  );
  return rows.map(({ id }, place) => [id, cellProblems(found[place] ?? [])]);
}

function newPerson({ id, values }: WritableRow, passwordHash: string | undefined): NewPerson {
  const { person } = readPersonRow(values);
  return { ...person, id, ...(passwordHash !== undefined && { passwordHash }) };
}

async function edit(people: PeopleModule, actor: Actor, waiting: readonly WritableRow[]): Promise<Outcome> {
  const rows = waiting.filter(({ action }) => action === 'update');
  if (rows.length === 0) return [];
  const targets = await people.byIds(rows.map(({ links }) => links['person'] ?? ''));
  const problems = new Map<string, CellProblem[]>();
  const edits: { row: WritableRow; edit: PersonEdit }[] = [];
  for (const row of rows) {
    const target = targets.get(row.links['person'] ?? '');
    problems.set(row.id, []);
    if (target === undefined) {
      problems.set(row.id, [{ column: '', message: 'This person is not there any more.' }]);
      continue;
    }
    const { changes, shown } = differenceOf(row.values, readPersonRow(row.values).person, target);
    const meanwhile = changedMeanwhile(row.changes, shown);
    if (meanwhile.length > 0) problems.set(row.id, meanwhile);
    else if (shown.length > 0) edits.push({ row, edit: { id: target.id, changes } });
  }
  await people.editMany(actor, await possible(people, edits, problems));
  return [...problems];
}

/** The edits that can be made together. Without one that cannot, another one may become impossible as well. */
async function possible(
  people: PeopleModule,
  edits: readonly { readonly row: WritableRow; readonly edit: PersonEdit }[],
  problems: Map<string, CellProblem[]>,
): Promise<PersonEdit[]> {
  let rest = edits;
  for (;;) {
    const found = rest.length === 0 ? [] : await people.checkEdits(rest.map((each) => each.edit));
    rest.forEach(({ row }, place) => problems.set(row.id, cellProblems(found[place] ?? [])));
    const good = rest.filter((_each, place) => found[place]?.length === 0);
    if (good.length === rest.length) return good.map((each) => each.edit);
    rest = good;
  }
}

/** What is not as it was confirmed: somebody changed the person since the dry run. */
function changedMeanwhile(confirmed: readonly FieldChange[], now: readonly FieldChange[]): CellProblem[] {
  const reason = 'This person was changed after the check. Upload the file again.';
  const isSuperior = (column: string) => SUPERIOR_COLUMNS.some((superior) => superior === column);
  const before = new Map(
    confirmed.filter(({ column }) => !isSuperior(column)).map((change) => [change.column, change]),
  );
  const after = new Map(now.map((change) => [change.column, change]));
  const columns = [...new Set([...before.keys(), ...after.keys()])].filter(
    (column) => before.get(column)?.from !== after.get(column)?.from || !before.has(column),
  );
  return columns.map((column) => {
    const current = after.get(column)?.from ?? before.get(column)?.to ?? '';
    return { column, message: `Changed meanwhile: it is "${current}" now. Upload the file again.`, reason };
  });
}

function cellProblems(problems: readonly { readonly path: string; readonly message: string }[]): CellProblem[] {
  return problems.map(({ path, message }) => ({ column: columnOfField(path), message }));
}
