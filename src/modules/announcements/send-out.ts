import type { Model } from 'mongoose';
import { actorReference, systemActor, type Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Conflict, NotFound, ruleBroken } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { audienceOf, type AudienceParts } from './audience.js';
import type { AnnouncementPart } from './announcement.js';
import type { AnnouncementRecord, AudiencePartRecord } from './announcement.model.js';
import type { NewAnnouncement } from './announcements.module.js';

/** So many people are told at a time; other messages go out in between. */
export const PART_SIZE = 100;

export interface SendParts extends AudienceParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly announcements: Model<AnnouncementRecord>;
  readonly audienceParts: Model<AudiencePartRecord>;
}

/** Writes an announcement down with everybody it is for, and sends its first part on its way. */
export async function beginAnnouncement(
  parts: SendParts,
  actor: Actor,
  { subject, text, audience, expected }: NewAnnouncement,
): Promise<AnnouncementRecord> {
  const { outbox, clock, announcements, audienceParts } = parts;
  const ids: string[] = [];
  for await (const people of audienceOf(parts, audience)) ids.push(...people.map(({ id }) => id));
  const recipients = ids.length;
  if (expected !== undefined && expected !== recipients) {
    throw new Conflict(
      'announcement.audience_changed',
      `${expected} people were meant when you looked, and ${recipients} are by now. Look again and send it if that is right.`,
      { extra: { count: recipients } },
    );
  }
  if (recipients === 0) {
    throw ruleBroken('announcement.nobody', 'department', 'Nobody is meant by this. Choose another audience.');
  }
  const at = clock.now();
  const record: AnnouncementRecord = {
    ...{ _id: newId(at), status: 'sending', subject, text, audience, by: actorReference(actor), at, recipients },
    ...{ reached: 0, parts: Math.ceil(recipients / PART_SIZE), begun: 1, finishedAt: null, cancelledBy: null },
  };
  await announcements.insertMany([record]);
  await audienceParts.insertMany(
    Array.from({ length: record.parts }, (_, number) => ({
      ...{ _id: newId(at), announcement: record._id, number, takenAt: null },
      personIds: ids.slice(number * PART_SIZE, (number + 1) * PART_SIZE),
    })),
  );
  await outbox.record(actor, {
    type: 'announcement.sent',
    subject: { type: 'announcement', id: record._id },
    data: { subject, recipients },
  });
  await sendPart(parts, actor.organizationId, record, 0);
  return record;
}

/** Asks the messages to tell one part of the audience. */
async function sendPart(
  { outbox }: SendParts,
  organizationId: string,
  { _id: id, subject, parts: total }: AnnouncementRecord,
  number: number,
): Promise<void> {
  await outbox.record(systemActor(organizationId, 'announcements'), {
    type: 'announcement.part_sent',
    subject: { type: 'announcement', id },
    data: { subject, number, part: number + 1, total },
  });
}

/** After a part: the next one, or the end. Called twice for the same part it does nothing. */
export function goOn(parts: SendParts, organizationId: string, id: string, number: number): Promise<void> {
  const { storage, clock, announcements } = parts;
  return storage.run(async () => {
    const here = { _id: id, status: 'sending' as const, begun: number + 1 };
    const record = await announcements.findOne(here).lean<AnnouncementRecord>();
    if (record === null) return;
    const isLast = record.begun === record.parts;
    const { modifiedCount } = await announcements.updateOne(here, {
      $set: isLast ? { status: 'sent', finishedAt: clock.now() } : { begun: record.begun + 1 },
    });
    if (modifiedCount === 1 && !isLast) await sendPart(parts, organizationId, record, number + 1);
  });
}

/** A part of the audience, from now on to be told; nobody where the announcement was cancelled before. */
export function takePart(parts: SendParts, id: string, number: number): Promise<AnnouncementPart | undefined> {
  const { storage, clock, announcements, audienceParts } = parts;
  return storage.run(async () => {
    const part = await audienceParts.findOne({ announcement: id, number }).lean<AudiencePartRecord>();
    const record = await announcements.findOne({ _id: id }).lean<AnnouncementRecord>();
    if (part === null || record === null) return undefined;
    const { subject, text } = record;
    if (part.takenAt === null) {
      // The announcement is written as well, so that taking a part and cancelling never both succeed unseen.
      const { modifiedCount } = await announcements.updateOne(
        { _id: id, status: operator({ $ne: 'cancelled' as const }) },
        { $inc: { reached: part.personIds.length } },
      );
      if (modifiedCount === 0) return { subject, text, personIds: [] };
      await audienceParts.updateOne({ _id: part._id }, { $set: { takenAt: clock.now() } });
    }
    return { subject, text, personIds: part.personIds };
  });
}

/** Stops an announcement that is still going out. Inside the caller's transaction. */
export async function cancelAnnouncement(parts: SendParts, actor: Actor, id: string): Promise<void> {
  const { outbox, clock, announcements } = parts;
  const { modifiedCount } = await announcements.updateOne(
    { _id: id, status: 'sending' },
    { $set: { status: 'cancelled', finishedAt: clock.now(), cancelledBy: actorReference(actor) } },
  );
  const record = await announcements.findOne({ _id: id }).lean<AnnouncementRecord>();
  if (record === null) throw notFound();
  if (modifiedCount === 0) {
    throw new Conflict(
      'announcement.not_sending',
      record.status === 'sent' ? 'It has gone out to everybody already.' : 'It was cancelled already.',
    );
  }
  await outbox.record(actor, {
    type: 'announcement.cancelled',
    subject: { type: 'announcement', id },
    data: { subject: record.subject, reached: record.reached, recipients: record.recipients },
  });
}

export function notFound(): NotFound {
  return new NotFound('announcement.not_found', 'There is no such announcement.');
}
