import type { LocalDate } from '../../../kernel/local-date.js';
import type { OrganizationsModule } from '../../organizations/index.js';
import {
  passwordProblem,
  type NewPerson,
  type PeopleModule,
  type Person,
  type PersonEdit,
} from '../../people/index.js';
import type { CellProblem, KeptRow } from '../import-chunk.model.js';
import type { FieldChange, PersonRow } from '../import.js';
import type { StagedFile, StagedRow, Verdict } from '../kind-of-import.js';
import { findSuperiors, registeredSuperiors, type FoundSuperiors } from './find-superiors.js';
import { lostSuperiors } from './lost-superiors.js';
import { columnOfField } from './people-columns.js';
import { indexPeople, type IndexedRow, type PeopleIndex } from './people-index.js';
import { differenceOf, grantCodes } from './person-changes.js';
import { readPersonRow } from './read-person-row.js';
import { SUPERIOR_COLUMNS, type Directory } from './superiors.js';

export interface PeopleCheckParts {
  readonly people: PeopleModule;
  readonly organizations: OrganizationsModule;
}

/** Chunks that are judged together: fewer queries, and still few rows in memory. */
const CHUNKS_AT_ONCE = 5;

/** Somebody named by a row, while it is judged. */
interface Draft {
  readonly chunk: number;
  readonly staged: StagedRow;
  readonly person: PersonRow;
  readonly target: Person | undefined;
  readonly superiors: FoundSuperiors;
  readonly problems: CellProblem[];
  changes: readonly FieldChange[];
}

/** The dry run of a people file: judges every row as it would be judged when it is written. */
export async function* checkPeople(file: StagedFile, parts: PeopleCheckParts): AsyncGenerator<Verdict, void> {
  const { people, organizations } = parts;
  const index = await indexPeople(file, people);
  const { name: organizationName } = await organizations.current();
  const today = await organizations.today();

  for (let first = 0; first < file.chunks; first += CHUNKS_AT_ONCE) {
    const numbers = Array.from(
      { length: Math.min(CHUNKS_AT_ONCE, file.chunks - first) },
      (_, offset) => first + offset,
    );
    const staged: { chunk: number; row: StagedRow }[] = [];
    for (const chunk of numbers) for (const row of await file.rows(chunk)) staged.push({ chunk, row });
    const registered = await registeredSuperiors(
      staged.map(({ row }) => row.values),
      people,
    );
    const targets = await targetsOf(staged, index, people);
    const drafts = staged.map(({ chunk, row }) => draftOf(chunk, row, { file, index, registered, targets, today }));
    await judgeNewPeople(
      drafts.filter(({ target }) => target === undefined && !isAbsent(file, target)),
      people,
      organizationName,
    );
    await judgeChanges(drafts, index, people);
    const judged = new Map<number, KeptRow[]>(numbers.map((chunk) => [chunk, []]));
    for (const draft of drafts) judged.get(draft.chunk)?.push(settle(draft, index));
    yield { judged };
  }
  yield* lostSuperiors(index, people);
}

async function targetsOf(
  staged: readonly { readonly row: StagedRow }[],
  index: PeopleIndex,
  people: PeopleModule,
): Promise<Map<string, Person>> {
  return people.byIds(staged.flatMap(({ row }) => index.rows.get(row.id)?.targetId ?? []));
}

interface Known {
  readonly file: StagedFile;
  readonly index: PeopleIndex;
  readonly registered: Directory<Person>;
  readonly targets: ReadonlyMap<string, Person>;
  readonly today: LocalDate;
}

function draftOf(chunk: number, staged: StagedRow, { file, index, registered, targets, today }: Known): Draft {
  const { id, values } = staged;
  const reading = readPersonRow(values);
  const indexed = index.rows.get(id);
  const target = targets.get(indexed?.targetId ?? '');
  const person = { ...reading.person, grants: indexed?.grants ?? reading.person.grants };
  const superiors = findSuperiors(values, target?.id ?? id, registered, index, today);
  const absent = isAbsent(file, target);
  const wrongCells = reading.problems.filter(
    // What is not changed need not be there.
    ({ column }) => target === undefined || column !== 'joining_date' || (values[column] ?? '') !== '',
  );
  return {
    ...{ chunk, staged, person, target, superiors },
    // Of somebody who was to be changed and is not there, nothing else matters.
    problems: absent
      ? [...staged.problems, ...presenceProblems(file, values, target)]
      : [
          ...staged.problems,
          ...wrongCells,
          ...superiors.problems,
          ...index.problemsOf(id),
          ...presenceProblems(file, values, target),
        ],
    changes: [],
  };
}

function isAbsent({ mode }: StagedFile, target: Person | undefined): boolean {
  return mode === 'update' && target === undefined;
}

function presenceProblems(
  { mode }: StagedFile,
  values: StagedRow['values'],
  target: Person | undefined,
): CellProblem[] {
  if (target === undefined) {
    const column = (values['employee_id'] ?? '') === '' ? 'email' : 'employee_id';
    return mode === 'update' ? [{ column, message: 'Nobody has this employee id or e-mail address.' }] : [];
  }
  return (values['password'] ?? '') === ''
    ? []
    : [{ column: 'password', message: 'A file gives passwords to new people only; this person is there already.' }];
}

async function judgeNewPeople(news: readonly Draft[], people: PeopleModule, organizationName: string): Promise<void> {
  const found = await people.check(news.map(({ staged, person }): NewPerson => ({ ...person, id: staged.id })));
  news.forEach((draft, place) => {
    const password = draft.staged.values['password'] ?? '';
    const problem = password === '' ? undefined : passwordProblem(password, { ...draft.person, organizationName });
    if (problem !== undefined) draft.problems.push({ column: 'password', message: problem });
    draft.problems.push(...cellProblems(found[place] ?? []));
  });
}

async function judgeChanges(drafts: readonly Draft[], index: PeopleIndex, people: PeopleModule): Promise<void> {
  const edits: { draft: Draft; edit: PersonEdit }[] = [];
  const superiors = await people.byIds(
    drafts.flatMap(({ target }) => [target?.managerId, target?.dpId]).filter(isText),
  );
  const owners = await ownersOfAddresses(drafts, people);
  for (const draft of drafts) {
    const { target, staged, person } = draft;
    if (target === undefined) continue;
    const owner = owners.get(person.email.toLowerCase());
    if (owner !== undefined && owner.id !== target.id) {
      draft.problems.push({
        column: 'email',
        message: `The employee id belongs to ${target.name}, the e-mail address to ${owner.name}.`,
        reason: 'Employee id and e-mail address belong to different people.',
      });
      continue;
    }
    const { changes, shown } = differenceOf(withGrants(staged, index), person, target);
    draft.changes = [...shown, ...superiorChanges(draft, target, superiors)];
    // A second row about somebody is refused already.
    if (shown.length > 0 && index.problemsOf(staged.id).length === 0)
      edits.push({ draft, edit: { id: target.id, changes } });
  }
  const found = edits.length === 0 ? [] : await people.checkEdits(edits.map(({ edit }) => edit));
  edits.forEach(({ draft }, place) => draft.problems.push(...cellProblems(found[place] ?? [])));
}

async function ownersOfAddresses(drafts: readonly Draft[], people: PeopleModule): Promise<Map<string, Person>> {
  return people.byEmails(
    drafts.filter(({ target }) => target !== undefined).map(({ person }) => person.email.toLowerCase()),
  );
}

/** Grants that follow from other rows count as if they stood there. */
function withGrants(staged: StagedRow, index: PeopleIndex): StagedRow['values'] {
  const grants = index.rows.get(staged.id)?.grants;
  return index.becomesManager(staged.id) && grants !== undefined
    ? { ...staged.values, grants: grantCodes(grants) }
    : staged.values;
}

function superiorChanges(
  { staged, superiors: { links } }: Draft,
  target: Person,
  known: ReadonlyMap<string, Person>,
): FieldChange[] {
  return SUPERIOR_COLUMNS.flatMap((column) => {
    const current = column === 'manager' ? target.managerId : target.dpId;
    const wanted = links[column];
    if (wanted === undefined || wanted === current) return [];
    const from = current === null ? '' : (known.get(current)?.email ?? current);
    return [{ column, from, to: wanted === null ? '' : (staged.values[column] ?? '') }];
  });
}

function settle(draft: Draft, index: PeopleIndex): KeptRow {
  const { staged, target, superiors, changes } = draft;
  const row = index.rows.get(staged.id);
  // A cell too many moves all that follow; what they hold says nothing then.
  const broken = staged.problems.filter(({ column }) => column === '');
  const problems = onePerColumn(broken.length > 0 ? broken : draft.problems);
  if (row !== undefined) remember(row, draft, problems.length > 0);
  const cells = index.becomesManager(staged.id) ? { grants: grantCodes(row?.grants ?? []) } : {};
  return {
    line: staged.line,
    id: staged.id,
    action: target === undefined ? 'create' : changes.length > 0 ? 'update' : 'unchanged',
    problems,
    changes: [...changes],
    links: {
      ...superiors.links,
      ...(target !== undefined && { person: target.id, managerBefore: target.managerId, dpBefore: target.dpId }),
    },
    cells: { ...staged.cells, ...cells },
    done: false,
  };
}

function remember(row: IndexedRow, { superiors, target }: Draft, hasProblems: boolean): void {
  row.hasProblems = hasProblems;
  row.managerId = superiors.links.manager ?? (target === undefined ? null : undefined);
  if (superiors.links.manager === null) row.managerId = null;
  // The problems of a row that is lost anyway are its own.
  row.leansOn = [...superiors.leansOn];
}

function cellProblems(problems: readonly { readonly path: string; readonly message: string }[]): CellProblem[] {
  return problems.map(({ path, message }) => ({ column: columnOfField(path), message }));
}

function onePerColumn(problems: readonly CellProblem[]): CellProblem[] {
  return problems.filter(({ column }, place) => problems.findIndex((other) => other.column === column) === place);
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string';
}
