import type { Actor } from '../../kernel/actor.js';
import { Forbidden, RuleBroken, type FieldProblem } from '../../kernel/errors.js';
import { groupBy } from '../../kernel/group-by.js';
import { can } from '../../kernel/permissions.js';
import type { Unit } from '../../kernel/units.js';
import { moveRequests } from './move-requests.js';
import type { RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import type { Request } from './request.js';

/** How many pending requests wait for a person, by unit. */
export async function openItemsByUnit(
  { requests }: Pick<RequestParts, 'requests'>,
  personId: string,
): Promise<Partial<Record<Unit, number>>> {
  const rows = await requests.aggregate<{ _id: Unit; count: number }>([
    { $match: { approver: personId, status: 'pending' } },
    { $group: { _id: '$category.unit', count: { $sum: 1 } } },
    { $sort: { _id: 1 } },
  ]);
  return Object.fromEntries(rows.map(({ _id, count }) => [_id, count]));
}

/**
 * Gives everything that waits for a person to one decider for each unit, all or nothing, in the caller's transaction.
 * @throws RuleBroken `request.hand_over_refused` at `items.<unit>`: nobody named, or one who may not decide all of them
 */
export async function handOver(
  parts: RequestParts,
  actor: Actor,
  personId: string,
  deciders: Partial<Record<Unit, string>>,
  reason: string,
): Promise<number> {
  if (!can(actor, 'requests:reassign', 'hr')) throw new Forbidden();
  return parts.storage.run(async () => {
    const records = await parts.requests
      .find({ approver: personId, status: 'pending' })
      .sort({ raisedAt: 1, _id: 1 })
      .lean<RequestRecord[]>();
    const items = records.map(toRequest);
    assertAllNamed(items, deciders);
    const moves = items.map(({ id, category: { unit } }) => ({ id, toId: deciders[unit] ?? '' }));
    const { moved, refused } = await moveRequests(parts, actor, moves, { reason, cause: 'handed over' });
    if (refused.length > 0) throw notAll(items, refused);
    return moved.length;
  });
}

function assertAllNamed(items: readonly Request[], deciders: Partial<Record<Unit, string>>): void {
  const missing = [...groupBy(items, ({ category }) => category.unit)].filter(([unit]) => !deciders[unit]);
  if (missing.length === 0) return;
  throw refusal(
    missing.map(([unit, { length }]) => ({
      path: `items.${unit}`,
      message: `Choose who decides the ${length === 1 ? 'item that waits' : `${length} items that wait`} here.`,
    })),
    [],
  );
}

/** At most as many are named one by one. */
const NAMED = 3;

function notAll(
  items: readonly Request[],
  refused: readonly { readonly id: string; readonly error: Error }[],
): RuleBroken {
  const byId = new Map(items.map((item) => [item.id, item]));
  const groups = groupBy(refused, ({ id }) => byId.get(id)?.category.unit);
  return refusal(
    [...groups].map(([unit, group]) => {
      const names = group.slice(0, NAMED).map(({ id }) => nameOf(byId.get(id)));
      const more = group.length > NAMED ? ` and ${group.length - NAMED} more` : '';
      return { path: `items.${unit ?? ''}`, message: `${names.join('; ')}${more}: ${group[0]?.error.message ?? ''}` };
    }),
    refused.map(({ id }) => id),
  );
}

function nameOf(request: Request | undefined): string {
  return request === undefined ? '' : `${request.category.name} of ${request.person.name}`;
}

function refusal(errors: readonly FieldProblem[], requestIds: readonly string[]): RuleBroken {
  return new RuleBroken(
    'request.hand_over_refused',
    'Not everything that waits can be handed over like this. Choose other people, or reassign single items first.',
    { errors, extra: { requestIds } },
  );
}
