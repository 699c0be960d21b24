import type { Model } from 'mongoose';
import type { Notification } from './notification.js';
import { toNotification, type NotificationRecord } from './notification.model.js';

const BATCH = 200;

/** All messages of one person, oldest first, a batch in memory at a time. */
export async function* eachNotificationOf(
  notifications: Model<NotificationRecord>,
  personId: string,
): AsyncGenerator<Notification[]> {
  const cursor = notifications
    .find({ personId })
    .sort({ at: 1, _id: 1 })
    .lean<NotificationRecord[]>()
    .cursor({ batchSize: BATCH });
  let batch: Notification[] = [];
  for await (const record of cursor) {
    batch.push(toNotification(record));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
