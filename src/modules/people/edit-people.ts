import type { Actor } from '../../kernel/actor.js';
import { Forbidden, RuleBroken, type InvalidInput } from '../../kernel/errors.js';
import { duplicateProblem } from './duplicate-person.js';
import { assertNotOutdated } from './changed-meanwhile.js';
import { erasedProblem } from './erase-person.js';
import { surroundingsOfEdits } from './edit-surroundings.js';
import { hasShape, judgeEdits, type EditProblem, type JudgedEdit } from './judge-edits.js';
import type { PeopleParts } from './people-parts.js';
import type { PeopleModule, PersonEdit } from './people.module.js';
import type { Person } from './person.js';
import { fieldProblem, invalid, type PathOf } from './person-refusal.js';
import { mayAdministerPeople } from './person.policy.js';
import { shapeEdit } from './shape-edit.js';
import { storeEdits } from './store-edits.js';

type Editing = Pick<PeopleModule, 'edit' | 'editMany' | 'checkEdits' | 'changeGrants'>;
type Queries = Pick<PeopleModule, 'byId' | 'byIds'>;

export function createEditing(parts: PeopleParts, queries: Queries): Editing {
  const { storage } = parts;

  async function judge(edits: readonly PersonEdit[], claim: boolean): Promise<JudgedEdit[]> {
    const known = await queries.byIds(edits.map(({ id }) => id));
    const seen = new Set<string>();
    const shapes = edits.map((edit) => {
      const namedBefore = seen.has(edit.id);
      seen.add(edit.id);
      return shapeEdit(edit, known.get(edit.id), namedBefore);
    });
    return judgeEdits(shapes, await surroundingsOfEdits(parts, queries, shapes.filter(hasShape), claim));
  }

  async function apply(actor: Actor, edits: readonly PersonEdit[], pathOf: PathOf): Promise<Person[]> {
    const judged = await judge(edits, true);
    const problems: EditProblem[] = judged.flatMap(({ problems: found }, row) =>
      found.map((problem) => ({ ...problem, path: pathOf(row, problem.path) })),
    );
    if (problems.length > 0) throw refusalOf(problems);
    const good = judged.filter(hasShape);
    try {
      await storeEdits(parts, actor, good);
    } catch (error) {
      // Somebody else took the address or the id between looking and writing.
      const duplicate = duplicateProblem(error);
      if (duplicate === undefined) throw error;
      const { path, ...problem } = duplicate.problem;
      const row = good.findIndex(({ person }) => person.id === good.filter(changes)[duplicate.row]?.person.id);
      throw invalid([{ ...problem, path: pathOf(Math.max(row, 0), path) }]);
    }
    const now = await queries.byIds(edits.map(({ id }) => id));
    return edits.flatMap(({ id }) => now.get(id) ?? []);
  }

  async function edit(
    actor: Actor,
    { id, changes: wanted }: PersonEdit,
    { revision }: { readonly revision?: number | undefined } = {},
  ): Promise<Person> {
    if (!mayAdministerPeople(actor)) throw new Forbidden();
    return storage.run(async () => {
      const person = await queries.byId(id);
      if (person.erased === true) throw erasedProblem(person);
      if (revision !== undefined) await assertNotOutdated(parts.outbox, person, revision);
      const [edited] = await apply(actor, [{ id, changes: wanted }], (_row, path) => path);
      return edited ?? person;
    });
  }

  return {
    edit: (actor, id, wanted, options) => edit(actor, { id, changes: wanted }, options),
    changeGrants: (actor, id, grants, options) => edit(actor, { id, changes: { grants } }, options),
    async editMany(actor, edits) {
      if (!mayAdministerPeople(actor)) throw new Forbidden();
      if (edits.length === 0) return [];
      return storage.run(() => apply(actor, edits, (row, path) => `${row}.${path}`));
    },
    async checkEdits(edits) {
      return (await judge(edits, false)).map(({ problems }) => problems.map(fieldProblem));
    },
  };
}

function changes({ changed }: JudgedEdit): boolean {
  return changed.length > 0;
}

/** Open work alone is a broken rule with its numbers; everything else is said at the fields. */
function refusalOf(problems: readonly EditProblem[]): InvalidInput | RuleBroken {
  const [first] = problems;
  if (problems.length === 1 && first?.extra !== undefined) {
    const { code, path, message, extra } = first;
    return new RuleBroken(code, message, { errors: [{ path, message }], extra: { ...extra } });
  }
  return invalid(problems);
}
