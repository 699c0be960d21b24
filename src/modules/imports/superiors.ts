import type { CellProblem } from './read-person-row.js';

/** Finds people by what a file calls them: an e-mail address or an employee id. */
export class Directory {
  readonly #ids = new Map<string, string>();

  /** The first one to be added under a name keeps it. */
  add(id: string, email: string, employeeId: string): void {
    for (const name of [email.toLowerCase(), employeeId]) {
      if (name !== '' && !this.#ids.has(name)) this.#ids.set(name, id);
    }
  }

  find(name: string): string | undefined {
    return this.#ids.get(name.includes('@') ? name.toLowerCase() : name);
  }
}

export interface Superiors {
  readonly managerId: string | null;
  readonly dpId: string | null;
  readonly problems: readonly CellProblem[];
}

/** Who is meant by the columns `manager` and `dp`: registered people first, then other rows, wherever they stand. */
export function findSuperiors(
  values: Readonly<Record<string, string>>,
  registered: Directory,
  inFile: Directory,
): Superiors {
  const problems: CellProblem[] = [];
  const idIn = (column: 'manager' | 'dp'): string | null => {
    const name = values[column] ?? '';
    if (name === '') return null;
    const id = registered.find(name) ?? inFile.find(name);
    if (id === undefined) {
      problems.push({
        column,
        message: 'Nobody has this e-mail address or employee id, neither here nor in the file.',
      });
    }
    return id ?? null;
  };
  return { managerId: idIn('manager'), dpId: idIn('dp'), problems };
}
