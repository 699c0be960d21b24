/** Finds somebody by what a file calls them: an e-mail address or an employee id. */
export class Directory<T> {
  readonly #entries = new Map<string, T>();

  /** The first one to be added under a name keeps it. */
  add(entry: T, email: string, employeeId: string): void {
    for (const name of [email.toLowerCase(), employeeId]) {
      if (name !== '' && !this.#entries.has(name)) this.#entries.set(name, entry);
    }
  }

  find(name: string): T | undefined {
    return this.#entries.get(name.includes('@') ? name.toLowerCase() : name);
  }
}

export const SUPERIOR_COLUMNS = ['manager', 'dp'] as const;
export type SuperiorColumn = (typeof SUPERIOR_COLUMNS)[number];
