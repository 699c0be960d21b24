import type { PeopleModule } from '../../people/index.js';
import type { WritableRow } from '../kind-of-import.js';

/** The hash of every new person with a password, by the row's id. Equal passwords are hashed once. */
export async function hashPasswords(rows: readonly WritableRow[], people: PeopleModule): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  const hashes = new Map<string, string>();
  for (const { id, action, values, problems, done } of rows) {
    const password = values['password'] ?? '';
    if (password === '' || done || action !== 'create' || problems.length > 0) continue;
    const hash = made.get(password) ?? (await people.access.hashPassword(password));
    made.set(password, hash);
    hashes.set(id, hash);
  }
  return hashes;
}
