import { InvalidInput } from '../../../kernel/errors.js';

/** A file as a whole that cannot be read; nothing of it is stored. */
export function unreadable(message: string): InvalidInput {
  return new InvalidInput([{ path: 'file', message }], message, 'import.unreadable');
}
