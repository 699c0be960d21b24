import { createHmac } from 'node:crypto';
import bcrypt from 'bcrypt';
import type { HashLine } from './hash-line.js';

export interface PasswordHashing {
  hash(password: string): Promise<string>;
  /** Takes the same time whether there is a hash to compare with or not. */
  matches(password: string, hash: string | undefined): Promise<boolean>;
}

export interface PasswordHashingOptions {
  /** A secret that is not in the database. */
  readonly pepper: string;
  /** Rounds as a power of two. */
  readonly cost: number;
  readonly line: HashLine;
}

const HASH_LENGTH = 31;

export function createPasswordHashing({ pepper, cost, line }: PasswordHashingOptions): PasswordHashing {
  // bcrypt ignores everything after 72 bytes, so it gets a digest of fixed length instead of the password.
  const digest = (password: string) => createHmac('sha384', pepper).update(password, 'utf8').digest('base64');
  // Of the right form and cost, and the hash of nothing.
  const nobodysHash = bcrypt.genSaltSync(cost) + '.'.repeat(HASH_LENGTH);

  return {
    hash: (password) => line.run(() => bcrypt.hash(digest(password), cost)),
    async matches(password, hash) {
      const equal = await line.run(() => bcrypt.compare(digest(password), hash ?? nobodysHash));
      return equal && hash !== undefined;
    },
  };
}
