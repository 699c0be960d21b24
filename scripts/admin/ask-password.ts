import { Refusal } from './refusal.js';
import type { Terminal } from './terminal.js';

/**
 * Asks for a new password without showing it, twice where a person types it; otherwise it is the next line of what
 * comes in. It is never an argument: those are seen by everybody on the machine and kept by shells.
 */
export async function askPassword({ interactive, askSecretly }: Terminal): Promise<string> {
  const password = await askSecretly('New password:');
  if (interactive && (await askSecretly('Once more:')) !== password)
    throw new Refusal('These are not the same. Start again.');
  return password;
}
