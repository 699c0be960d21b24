import type { PeopleModule } from '../people/index.js';
import type { KeptRow } from './import-chunk.model.js';
import type { Seal } from './sealed-text.js';

/** Hashes take long, so they are made before the transaction; equal passwords of a file are hashed once. */
export class PasswordHashes {
  readonly #made = new Map<string, string>();

  constructor(
    private readonly people: PeopleModule,
    private readonly seal: Seal,
  ) {}

  /** The hash of every row with a password, by the person's id. */
  async of(rows: readonly KeptRow[]): Promise<Map<string, string>> {
    const hashes = new Map<string, string>();
    for (const { personId, values, problems, created } of rows) {
      const sealed = values['password'] ?? '';
      if (sealed === '' || created || problems.length > 0) continue;
      const password = this.seal.open(sealed);
      const hash = this.#made.get(password) ?? (await this.people.access.hashPassword(password));
      this.#made.set(password, hash);
      hashes.set(personId, hash);
    }
    return hashes;
  }
}
