import { systemActor, type Actor } from '../../kernel/actor.js';
import { AppError } from '../../kernel/errors.js';
import { operator } from '../../platform/storage/index.js';
import type { EntryWords, ReplaceWords } from '../ledger/index.js';
import { ERASURE_STEPS, type ErasureStep } from './erasure.js';
import type { ErasureRecord } from './erasure.model.js';
import { pseudonymOf, replacement, valuesInTexts } from './personal-values.js';
import type { PrivacyParts } from './privacy-parts.js';
import { ERASED_TEXT, redactRecord, type Redaction } from './redact-record.js';

/**
 * Not walked through: entries have checksums and a way of their own, totals and boards follow from others, a person has
 * no words about another one in his or her record, and rows of files are emptied by the imports.
 */
const NOT_WALKED = [
  ...['entries', 'ledger_accounts', 'ledger_totals', 'people', 'credentials'],
  ...['boards', 'board_tallies', 'board_sums', 'board_versions'],
];
/** After so many walks that still find something, the next turn of the job goes on. */
const MAX_WALKS = 5;

/**
 * Does what is left of an erasure, step by step; each can be done again. Killed anywhere it goes on with the step it was
 * at. The walk through the records is repeated until it finds nothing: meanwhile somebody may have written down what was
 * read before the erasure began.
 */
export function createErasureRun(parts: PrivacyParts) {
  const { storage, erasures, attachments, imports, requests, ledger, leaderboard } = parts;

  const load = (id: string) => erasures.findOne({ _id: id, status: 'running' }).lean<ErasureRecord>();

  async function redactionOf(record: ErasureRecord, values: NonNullable<ErasureRecord['values']>): Promise<Redaction> {
    const pseudonym = pseudonymOf({ id: record._id });
    const shared = new Set<string>();
    for (const name of values.names) if (await parts.people.isNameTaken(name)) shared.add(name);
    return {
      personId: record._id,
      pseudonym,
      recordIds: new Set([...(await recordIdsOf(record._id)), ...record.registrations]),
      emails: new Set(values.emails.map((email) => email.toLowerCase())),
      replace: replacement(valuesInTexts(values, shared), pseudonym),
    };
  }

  /** Requests that the person gains from, and files that belong to these or that the person uploaded. */
  async function recordIdsOf(personId: string): Promise<string[]> {
    const ids: string[] = [];
    for await (const batch of requests.eachOf(personId, 'person')) {
      const requestIds = batch.map(({ id }) => id);
      ids.push(...requestIds, ...(await attachments.ofRequests(requestIds)).map(({ id }) => id));
    }
    return [...ids, ...(await attachments.ofOwner(personId)).map(({ id }) => id)];
  }

  async function eraseFiles(personId: string): Promise<number> {
    let files = 0;
    for await (const batch of requests.eachOf(personId, 'person')) {
      const own = await attachments.ofRequests(batch.map(({ id }) => id));
      files += await attachments.erase(own.map(({ id }) => id));
    }
    return files + (await attachments.erase((await attachments.ofOwner(personId)).map(({ id }) => id)));
  }

  /** One stretch of the walk and where it stands, in one transaction. True at the end of a walk that found nothing. */
  async function walkOn(id: string, redaction: Redaction): Promise<boolean> {
    return storage.run(async () => {
      const record = await load(id);
      if (record === null) return true;
      const judge = (collection: string, found: Parameters<typeof redactRecord>[2]) =>
        collection === 'erasures' && found._id === id ? 'keep' : redactRecord(redaction, collection, found);
      const { next, changed, removed } = await storage.walk(record.place ?? undefined, NOT_WALKED, judge);
      const found = record.found + changed + removed;
      const $set = { place: next ?? null, found: next === undefined ? 0 : found };
      await erasures.updateOne({ _id: id }, { $set, $inc: { records: changed + removed } });
      return next === undefined && found === 0;
    });
  }

  async function walk(id: string, redaction: Redaction): Promise<void> {
    for (let walks = 0; walks < MAX_WALKS;) {
      if (await walkOn(id, redaction)) return;
      if ((await load(id))?.place == null) walks += 1;
    }
    throw new Error('the records of an erased person are still being written');
  }

  async function takeStep(actor: Actor, step: ErasureStep, record: ErasureRecord, redaction: Redaction) {
    const { _id: id } = record;
    switch (step) {
      case 'files':
        return { files: await eraseFiles(id) };
      case 'imports': {
        const { emails, employeeIds } = record.values ?? { emails: [], employeeIds: [] };
        const cells = new Set([...emails, ...employeeIds].map((cell) => cell.toLowerCase()));
        return { records: await imports.forgetPerson({ id, cells }) };
      }
      case 'entries':
        return ledger.replaceWords(actor, wordsRule(redaction));
      case 'records':
        await walk(id, redaction);
        return {};
      case 'boards':
        await leaderboard.project(id);
        return {};
    }
  }

  async function complete(actor: Actor, id: string): Promise<void> {
    await storage.run(async () => {
      const record = await load(id);
      if (record === null) return;
      const changes = { status: 'completed', step: null, values: null, problem: null, registrations: [], place: null };
      await erasures.updateOne({ _id: id }, { $set: { ...changes, completedAt: parts.clock.now() } });
      const { records, files, accounts } = record;
      await parts.outbox.record(actor, {
        type: 'person.erasure_completed',
        subject: { type: 'person', id },
        data: { records, files, accounts },
      });
    });
  }

  /** Goes on until all is done. What fails is written down, without anything personal, and thrown. */
  return async function runErasure(organizationId: string, id: string): Promise<void> {
    const actor = systemActor(organizationId, 'erasure');
    try {
      for (;;) {
        const record = await load(id);
        if (record?.values == null) return;
        const step = record.step;
        if (step === null) return await complete(actor, id);
        const done = await takeStep(actor, step, record, await redactionOf(record, record.values));
        const next = ERASURE_STEPS[ERASURE_STEPS.indexOf(step) + 1] ?? null;
        const $set = { step: next, problem: null };
        await erasures.updateOne({ _id: id, step: operator({ $eq: step }) }, { $set, $inc: done });
      }
    } catch (error) {
      const problem = error instanceof AppError ? error.message : 'Something unexpected happened.';
      await erasures.updateOne({ _id: id }, { $set: { problem } });
      throw error;
    }
  };
}

/** Names and words in entries: all reasons in the person's own account, elsewhere what names the person. */
function wordsRule({ personId, pseudonym, replace }: Redaction): ReplaceWords {
  return (words: EntryWords) => {
    const reason = words.personId === personId && words.reason !== '' ? ERASED_TEXT : replace(words.reason);
    const name = words.by.id === personId ? pseudonym.name : replace(words.by.name);
    if (reason === words.reason && name === words.by.name) return words;
    return { ...words, reason, by: { ...words.by, name } };
  };
}
