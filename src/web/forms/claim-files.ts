import { Conflict } from '../../kernel/errors.js';
import { MAX_ATTACHMENTS } from '../../modules/attachments/index.js';
import type { DuplicateReference } from '../../modules/requests/index.js';
import type { Refusal, RouteRequest } from '../route.js';

/** Files that a browser without scripts sends inside the form itself. */
export const EVIDENCE_UPLOAD = { field: 'file', maxFiles: MAX_ATTACHMENTS };

/** Keeps the files that came inside the form, and answers the ids of all that belong to the claim. */
export async function withSentFiles(
  ids: readonly string[],
  { actor, files, services }: Pick<RouteRequest, 'actor' | 'files' | 'services'>,
): Promise<string[]> {
  const stored: string[] = [];
  for (const file of files) stored.push((await services.attachments.store(actor, file)).id);
  return [...ids, ...stored];
}

/** What was uploaded before the form was refused needs no second upload. */
export async function keptFiles(ownerId: string, ids: unknown, services: RouteRequest['services']) {
  const given = (Array.isArray(ids) ? ids : [ids]).filter((id) => typeof id === 'string').slice(0, MAX_ATTACHMENTS);
  const found = [];
  for (const id of given) {
    const attachment = await services.attachments.find(id);
    if (attachment?.ownerId === ownerId && attachment.requestId === null) found.push(attachment);
  }
  return found.map(({ id, name, size }) => ({ id, name, size }));
}

/** The requests because of which a claim was held up; none where it was refused for another reason. */
export function duplicatesOf(refusal: Refusal | undefined): readonly DuplicateReference[] {
  if (!(refusal?.error instanceof Conflict) || refusal.error.code !== 'request.duplicate') return [];
  return refusal.error.extra['duplicates'] as readonly DuplicateReference[];
}
