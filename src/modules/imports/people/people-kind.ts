import { Forbidden } from '../../../kernel/errors.js';
import { can } from '../../../kernel/permissions.js';
import type { KindOfImport } from '../kind-of-import.js';
import { assignSuperiors } from './assign-superiors.js';
import { checkPeople, type PeopleCheckParts } from './check-people.js';
import { hashPasswords } from './password-hashes.js';
import { peopleShape } from './people-columns.js';
import { PEOPLE_HINTS } from './people-hints.js';
import { writePeople } from './write-people.js';

/** People come first, superiors second: a manager may stand further down in the file. */
export function peopleKind(parts: PeopleCheckParts): KindOfImport<ReadonlyMap<string, string>> {
  const { people } = parts;
  return {
    kind: 'people',
    mappable: true,
    hints: PEOPLE_HINTS,
    actsForUploader: false,
    shape: peopleShape,
    dateColumns: ['joining_date', 'exit_date'],
    nameColumns: ['email', 'employee_id'],
    rowColumns: ['manager', 'dp'],
    secretColumns: ['password'],
    assertMayImport(actor) {
      if (!can(actor, 'people:import', 'hr')) throw new Forbidden();
    },
    check: (file) => checkPeople(file, parts),
    passes: 2,
    prepare: async (pass, rows) => (pass === 0 ? hashPasswords(rows, people) : new Map<string, string>()),
    write: (pass, actor, rows, hashes, options) =>
      pass === 0 ? writePeople(people, actor, rows, hashes, options) : assignSuperiors(people, actor, rows),
  };
}
