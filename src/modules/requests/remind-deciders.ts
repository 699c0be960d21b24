import type { PersonActor } from '../../kernel/actor.js';
import { AppError, Conflict } from '../../kernel/errors.js';
import { groupBy } from '../../kernel/group-by.js';
import { isId } from '../../kernel/ids.js';
import { addDays, localDateOf } from '../../kernel/local-date.js';
import { spokenDate } from '../../kernel/spoken-date.js';
import { operator } from '../../platform/storage/index.js';
import type { Organization } from '../organizations/index.js';
import type { Person } from '../people/index.js';
import { isActiveDecider } from './approver.policy.js';
import { noSuchRequest } from './load-request.js';
import { assertMayReassign } from './reassign-requests.js';
import { recordReminders } from './reminder-events.js';
import { here, type RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import type { BulkResult, MoveRefusal, Request } from './request.js';
import { tooLate } from './too-late.js';

interface Reminders {
  readonly reminded: readonly Request[];
  readonly refused: readonly MoveRefusal[];
}

/** HR administration reminds deciders: one message for each of them, and each request at most once a day. */
export async function remindDeciders(
  parts: RequestParts,
  actor: PersonActor,
  ids: readonly string[],
): Promise<BulkResult> {
  const { reminded, refused } = await remind(parts, actor, ids);
  return {
    done: reminded.map(({ id }) => id),
    failed: refused.map(({ id, error }) => ({ id, code: error.code, detail: error.message })),
  };
}

/** The same for one, which throws what stands against it. */
export async function remindDecider(parts: RequestParts, actor: PersonActor, id: string): Promise<Request> {
  const { reminded, refused } = await remind(parts, actor, [id]);
  const [request] = reminded;
  if (request === undefined) throw refused[0]?.error ?? noSuchRequest();
  return request;
}

async function remind(parts: RequestParts, actor: PersonActor, ids: readonly string[]): Promise<Reminders> {
  assertMayReassign(actor);
  return parts.storage.run(async () => {
    const { organization, today } = await here(parts);
    const asked = [...new Set(ids)];
    const records = await parts.requests.find({ _id: operator({ $in: asked.filter(isId) }) }).lean<RequestRecord[]>();
    const requests = new Map(records.map((record) => [record._id, toRequest(record)]));
    const now = parts.clock.now();
    const people = await parts.people.byIds([...requests.values()].map(({ approverId }) => approverId));
    const reminded: Request[] = [];
    const refused: MoveRefusal[] = [];
    for (const id of asked) {
      const request = requests.get(id);
      try {
        const waiting = await assertMayBeReminded(parts, request, people, { organization, today });
        reminded.push({ ...waiting, nudgedAt: now });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refused.push({ id, error });
      }
    }
    if (reminded.length > 0) {
      await parts.requests.updateMany(
        { _id: operator({ $in: reminded.map((request) => request.id) }) },
        { $set: { nudgedAt: now } },
      );
      await recordReminders(
        parts,
        actor,
        groupBy(reminded, ({ approverId }) => approverId),
        'manual',
      );
    }
    return { reminded, refused };
  });
}

async function assertMayBeReminded(
  parts: RequestParts,
  request: Request | undefined,
  people: ReadonlyMap<string, Person>,
  { organization, today }: { readonly organization: Organization; readonly today: string },
): Promise<Request> {
  if (request === undefined) throw noSuchRequest();
  if (request.status !== 'pending') throw await tooLate(parts, request);
  const decider = people.get(request.approverId);
  if (decider === undefined || request.needsAssignment || !isActiveDecider(decider, request.category.unit, today)) {
    throw new Conflict('request.nobody_to_remind', 'Nobody can decide this request at present. Reassign it instead.');
  }
  if (request.nudgedAt !== null && localDateOf(request.nudgedAt, organization.calendar.zone) === today) {
    throw new Conflict(
      'request.reminded_today',
      `${decider.name} was reminded of this request today. It is possible again from ${spokenDate(addDays(today, 1))}.`,
    );
  }
  return request;
}
