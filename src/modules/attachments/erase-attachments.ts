import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Model } from 'mongoose';
import { newUuid } from '../../kernel/ids.js';
import { acrossOrganizations } from '../../platform/request-context.js';
import { contentPath } from '../../platform/uploads/index.js';
import type { AttachmentRecord } from './attachment.model.js';

interface EraseDependencies {
  readonly uploadsDir: string;
  readonly attachments: Model<AttachmentRecord>;
}

export const ERASED_FILE = 'Erased file';

/**
 * Takes the content away from files, one after the other. The record forgets its content before the file goes: whoever
 * dies in between leaves a file that the record's `erasing` still names, and the next one takes it from there.
 */
export async function eraseAttachments(deps: EraseDependencies, ids: readonly string[]): Promise<number> {
  const { attachments } = deps;
  let erased = 0;
  for (const _id of ids) {
    const record = await attachments.findOne({ _id }).lean<AttachmentRecord & { erasing?: string }>();
    if (record === null) continue;
    const hash = record.erasing ?? record.hash;
    if (hash === '') continue;
    await attachments.updateOne({ _id }, { $set: { name: ERASED_FILE, size: 0, hash: '', erasing: hash } });
    await removeUnusedContent(deps, hash);
    await attachments.updateOne({ _id }, { $unset: { erasing: '' } });
    erased += 1;
  }
  return erased;
}

/**
 * Removes content that no record of any organization names. Records come before content (store-attachment.ts), so what
 * was put aside is put back when somebody began to use it meanwhile.
 */
async function removeUnusedContent(deps: EraseDependencies, hash: string): Promise<void> {
  if (await isUsed(deps, hash)) return;
  const target = contentPath(deps.uploadsDir, hash);
  const aside = path.join(path.dirname(target), `${newUuid()}.erasing`);
  try {
    await rename(target, aside);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return;
    throw error;
  }
  if (await isUsed(deps, hash)) await rename(aside, target);
  else await rm(aside, { force: true });
}

async function isUsed({ attachments }: EraseDependencies, hash: string): Promise<boolean> {
  const found = await acrossOrganizations(() => attachments.findOne({ hash }).select({ _id: 1 }).lean().exec());
  return found !== null;
}
