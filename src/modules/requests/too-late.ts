import type { Conflict } from '../../kernel/errors.js';
import type { RequestParts } from './request-parts.js';
import { alreadyDecided } from './request.transitions.js';
import type { Request } from './request.js';

/** The answer to whoever comes too late, with the name of who was faster. */
export async function tooLate({ people }: Pick<RequestParts, 'people'>, request: Request): Promise<Conflict> {
  const decider = request.decidedById === null ? undefined : await people.find(request.decidedById);
  return alreadyDecided(request, decider?.name);
}
