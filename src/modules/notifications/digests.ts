import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Mailer, NewMail } from '../../platform/mailer/index.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { isActive, mailOn, type Person } from '../people/index.js';
import { digestItemSchema, digestMarkSchema, type DigestItemRecord, type DigestMarkRecord } from './digest.model.js';
import type { Digest } from './digest-mail.js';
import { nextMorning } from './digest-morning.js';

/** More are counted, not listed. */
const LISTED = 200;
const BATCH = 50;

export type NewDigestItem = Omit<DigestItemRecord, '_id' | 'organization' | 'sentAt'>;

interface DigestParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly mailer: Pick<Mailer, 'queue'>;
  readonly personById: (id: string) => Promise<Person | undefined>;
  /** By whose clock a person's morning comes. */
  readonly zoneOf: (person: Person) => Promise<string>;
  readonly today: () => Promise<LocalDate>;
  readonly mailOf: (digest: Digest, person: Person) => Promise<NewMail>;
}

export interface Digests {
  /** Keeps messages for the next digest of their person; joins the caller's transaction. */
  add(items: readonly { readonly item: NewDigestItem; readonly person: Person }[]): Promise<void>;
  /** Sends what is due in the organization of the context. */
  sendDue(): Promise<void>;
  /** Forgets what was sent before an instant. */
  tidy(before: Date): Promise<void>;
  /** After the person chose another zone or another end of a pause. */
  moveMorning(personId: string): Promise<void>;
}

/**
 * What waits for the digests of people, and when they come. A mark is taken, its mail queued and its messages marked in
 * one transaction, so that a crash or two processes send one digest and lose none.
 */
export function createDigests(parts: DigestParts): Digests {
  const { storage, clock, mailer } = parts;
  const options = { uncounted: true } as const;
  const items = storage.tenantModel<DigestItemRecord>('DigestItem', digestItemSchema.clone(), options);
  const marks = storage.tenantModel<DigestMarkRecord>('DigestMark', digestMarkSchema.clone(), options);

  async function morningFor(person: Person, lastDay: LocalDate | null) {
    const pausedUntil = person.preferences.mailsPausedUntil;
    const { day, at } = nextMorning(clock.now(), await parts.zoneOf(person), { lastDay, pausedUntil });
    return { day, dueAt: at };
  }

  async function sendOne(personId: string): Promise<void> {
    const mark = await marks
      .findOne({ _id: personId, dueAt: operator({ $lte: clock.now() }) })
      .lean<DigestMarkRecord>();
    if (mark?.day == null) return;
    const person = await parts.personById(personId);
    const today = await parts.today();
    if (person === undefined || !isActive(person, today)) {
      await clear(personId, mark.lastDay);
      return;
    }
    // The pause was prolonged, or the clock of the organization moved back over a morning.
    const { mailsPausedUntil } = person.preferences;
    const tooEarly = mailsPausedUntil !== null && mark.day < mailsPausedUntil;
    if (tooEarly || (mark.lastDay !== null && mark.day <= mark.lastDay)) {
      await marks.updateOne({ _id: personId }, { $set: await morningFor(person, mark.lastDay) });
      return;
    }
    // What was switched off meanwhile is not wanted any more.
    const kinds = (await items.distinct('type', { personId, sentAt: null })).filter(
      (type) => mailOn(person.preferences, type, today) !== 'off',
    );
    const wanted = { personId, sentAt: null, type: operator({ $in: kinds }) };
    const listed = await items.find(wanted).sort({ at: 1, _id: 1 }).limit(LISTED).lean<DigestItemRecord[]>();
    if (listed.length > 0) {
      const count = listed.length < LISTED ? listed.length : await items.countDocuments(wanted);
      await mailer.queue([await parts.mailOf({ day: mark.day, items: listed, count }, person)]);
    }
    await clear(personId, listed.length > 0 ? mark.day : mark.lastDay);
  }

  async function clear(personId: string, lastDay: LocalDate | null): Promise<void> {
    // The event may come once more; that it was told must be known then.
    await items.updateMany({ personId, sentAt: null }, { $set: { sentAt: clock.now(), text: '', words: '' } });
    await marks.updateOne({ _id: personId }, { $set: { dueAt: null, day: null, lastDay } });
  }

  return {
    async add(news) {
      if (news.length === 0) return;
      const people = new Map(news.map(({ person }) => [person.id, person]));
      const eventIds = [...new Set(news.map(({ item }) => item.eventId))];
      const known = await items
        .find({ eventId: operator({ $in: eventIds }), personId: operator({ $in: [...people.keys()] }) })
        .lean<DigestItemRecord[]>();
      const told = new Set(known.map(({ eventId, personId }) => `${eventId} ${personId}`));
      const fresh = news.filter(({ item }) => !told.has(`${item.eventId} ${item.personId}`));
      if (fresh.length === 0) return;
      await items.insertMany(fresh.map(({ item }) => ({ ...item, _id: newId(item.at) })));
      const present = await marks.find({ _id: operator({ $in: [...people.keys()] }) }).lean<DigestMarkRecord[]>();
      const byPerson = new Map(present.map((mark) => [mark._id, mark]));
      // An event concerns a handful of people; always in the same order, so that two never wait for each other.
      for (const [personId, person] of [...people].sort(([one], [other]) => one.localeCompare(other))) {
        const mark = byPerson.get(personId);
        const due = mark?.dueAt == null ? await morningFor(person, mark?.lastDay ?? null) : {};
        await marks.updateOne({ _id: personId }, { $set: due, $inc: { added: 1 } }, { upsert: true });
      }
    },
    async sendDue() {
      const tried = new Set<string>();
      const failures: unknown[] = [];
      for (;;) {
        const due = await marks
          .find({ dueAt: operator({ $lte: clock.now() }) })
          .sort({ dueAt: 1 })
          .limit(BATCH + tried.size)
          .lean<DigestMarkRecord[]>();
        const next = due.filter(({ _id }) => !tried.has(_id));
        if (next.length === 0) break;
        for (const { _id: personId } of next) {
          tried.add(personId);
          await storage.run(() => sendOne(personId)).catch((error: unknown) => failures.push(error));
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, 'digests of some people could not be sent');
    },
    async tidy(before) {
      await items.deleteMany({ sentAt: operator({ $lt: before }) });
    },
    async moveMorning(personId) {
      await storage.run(async () => {
        const mark = await marks.findOne({ _id: personId }).lean<DigestMarkRecord>();
        const person = mark?.dueAt == null ? undefined : await parts.personById(personId);
        if (mark === null || person === undefined) return;
        await marks.updateOne({ _id: personId }, { $set: await morningFor(person, mark.lastDay) });
      });
    },
  };
}
