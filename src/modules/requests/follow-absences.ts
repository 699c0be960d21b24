import type { Actor } from '../../kernel/actor.js';
import { groupBy } from '../../kernel/group-by.js';
import { spokenDate } from '../../kernel/spoken-date.js';
import { operator } from '../../platform/storage/index.js';
import { deciderOn, hasDelegate, type Roster } from '../absences/index.js';
import { decidesFor, type Person } from '../people/index.js';
import { moveRequests } from './move-requests.js';
import { here, type RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import type { Move, MoveReason, Request } from './request.js';

/** So many are looked at, and at most moved, at once. */
const BATCH = 500;

type Match = Record<string, unknown>;

interface PlannedMove {
  readonly move: Move;
  /** Who has it now. */
  readonly fromId: string;
  readonly why: MoveReason;
}

/**
 * Gives every pending request to whom it belongs today: to who decides instead of somebody who is away, and back when
 * that one has returned. Looks at nothing but where requests are now and who is away, so calling it again, stopping in
 * the middle or doing it in two processes at once changes nothing.
 */
export async function followAbsences(parts: RequestParts, actor: Actor): Promise<void> {
  for (const group of groupBy(await planAll(parts), placeOf).values()) {
    // However many there are, whoever gets them is told once: of all of them, with the first that move.
    for (let first = 0; first < group.length; first += BATCH) {
      await moveSome(parts, actor, group.slice(first, first + BATCH), first === 0 ? group : []);
    }
  }
}

/** Everything that is not where it belongs. */
async function planAll(parts: RequestParts): Promise<PlannedMove[]> {
  const away = [...(await parts.absences.roster()).away.keys()];
  const concerned: Match[] = [
    ...(away.length > 0 ? [{ approver: operator({ $in: away }) }] : []),
    { delegatedFrom: operator({ $gt: '' }) },
    { needsAssignment: true },
  ];
  const planned = new Map<string, PlannedMove>();
  for (const match of concerned) {
    let found: Request[] = [];
    do {
      found = await load(parts, { ...match, _id: operator({ $gt: found.at(-1)?.id ?? '' }) });
      for (const one of await planMoves(parts, found)) planned.set(one.move.id, one);
    } while (found.length === BATCH);
  }
  return [...planned.values()];
}

/** Moves that go to the same place for the same reason are told of together. */
function placeOf({ move, fromId, why }: PlannedMove): string {
  return [move.toId, move.needsAssignment === true, fromId === move.toId, why.away?.id ?? '', why.reason].join(' ');
}

async function moveSome(
  parts: RequestParts,
  actor: Actor,
  some: readonly PlannedMove[],
  all: readonly PlannedMove[],
): Promise<void> {
  await parts.storage.run(async () => {
    // Once more inside the transaction: meanwhile somebody may have decided or reassigned.
    const ids = some.map(({ move }) => move.id);
    const meant = new Set(some.map(placeOf));
    const fresh = (await planMoves(parts, await load(parts, { _id: operator({ $in: ids }) }))).filter((one) =>
      meant.has(placeOf(one)),
    );
    const [first] = fresh;
    if (first === undefined) return;
    const told = all.length > some.length || all.length === 0 ? all : fresh;
    await moveRequests(
      parts,
      actor,
      fresh.map(({ move }) => move),
      first.why,
      told.map(({ move, fromId }) => ({ id: move.id, fromId })),
    );
  });
}

async function load({ requests }: RequestParts, match: Match): Promise<Request[]> {
  const records = await requests
    .find({ ...match, status: 'pending' })
    .sort({ _id: 1 })
    .limit(BATCH)
    .lean<RequestRecord[]>();
  return records.map(toRequest);
}

/** What has to go elsewhere. */
async function planMoves(parts: RequestParts, requests: readonly Request[]): Promise<PlannedMove[]> {
  if (requests.length === 0) return [];
  const { organization } = await here(parts);
  const switchedOff = !organization.settings.features.absence;
  const roster = await parts.absences.roster();
  const origins = await parts.people.byIds([...new Set(requests.map(originOf))]);
  return requests.flatMap((request) => {
    const planned = planMove(request, roster, origins.get(originOf(request)), switchedOff);
    return planned === undefined || isThere(request, planned.move) ? [] : [planned];
  });
}

function originOf({ delegatedFromId, approverId }: Request): string {
  return delegatedFromId ?? approverId;
}

function planMove(
  request: Request,
  roster: Roster,
  origin: Person | undefined,
  switchedOff: boolean,
): PlannedMove | undefined {
  const { id, category, approverId: fromId } = request;
  const originId = originOf(request);
  if (hasDelegate(roster, originId, category.unit)) {
    const { deciderId: toId, delegatedFrom, needsAssignment } = deciderOn(roster, category.unit, originId, request);
    const reason = awayReason(roster, originId, needsAssignment);
    const away = { id: originId, name: origin?.name ?? 'The decider' };
    return { move: { id, toId, delegatedFrom, needsAssignment }, fromId, why: { cause: 'delegated', reason, away } };
  }
  if (request.delegatedFromId === null && !request.needsAssignment) return undefined;
  // Somebody who cannot decide any more gets nothing back: it stays with who has it.
  if (origin === undefined || !decidesFor(origin, category.unit, roster.date)) return undefined;
  const move: Move = { id, toId: originId, delegatedFrom: null, needsAssignment: false };
  const why: MoveReason = switchedOff
    ? { cause: 'returned', reason: 'Nobody decides instead of others any more.', switchedOff: true }
    : { cause: 'returned', reason: `${origin.name} is back.` };
  return { move, fromId, why };
}

function isThere(request: Request, { toId, delegatedFrom, needsAssignment }: Move): boolean {
  return (
    request.approverId === toId &&
    request.delegatedFromId === delegatedFrom &&
    request.needsAssignment === needsAssignment
  );
}

/** "Jo Brown is away until 21 Nov 2025." */
export function awayReason(roster: Roster, personId: string, needsAssignment: boolean): string {
  const name = roster.people.get(personId)?.name ?? 'The decider';
  const to = roster.away.get(personId)?.to;
  const until = to === undefined ? '' : ` until ${spokenDate(to)}`;
  return needsAssignment
    ? `${name} is away${until}, and nobody who stands in may decide this.`
    : `${name} is away${until}.`;
}
