import { describe, expect, it } from 'vitest';
import type { AnyStoredEvent, EventData, EventType } from '../../kernel/events.js';
import { recipientsOf } from './recipients.js';

function event<T extends EventType>(type: T, data: EventData[T]): AnyStoredEvent {
  return {
    type,
    data,
    id: '1'.repeat(24),
    organizationId: '2'.repeat(24),
    at: new Date('2025-11-12T06:00:00Z'),
    actor: { kind: 'person', id: 'actor', name: 'Somebody' },
    subject: { type: 'request', id: 'r' },
    requestId: null,
    address: null,
  } as AnyStoredEvent;
}

function by(id: string | null, happened: AnyStoredEvent): AnyStoredEvent {
  const actor = { kind: id === null ? ('system' as const) : ('person' as const), id, name: 'Somebody' };
  return { ...happened, actor };
}

const request = {
  requestId: 'r',
  unit: 'ta',
  categoryCode: 'interviews',
  categoryName: 'Interviews',
  points: 100,
  personId: 'beneficiary',
  personName: 'Dylan Miller',
  approverId: 'decider',
  proposerId: 'beneficiary',
};
const proposal = { ...request, proposerId: 'updater' };
const decision = { deciderId: 'decider', deciderName: 'Gail Erickson', notes: 'Well done' };
const points = {
  entryId: 'e',
  personId: 'beneficiary',
  points: 100,
  categoryCode: 'mentoring',
  quarter: '2025-Q3',
  year: 2025,
};
const facts = { partnerId: null, administratorIds: ['admin'], centralIds: ['chief'] };
const move = {
  fromId: 'former',
  fromName: 'F',
  toId: 'decider',
  toName: 'D',
  cause: 'reassigned' as const,
  reason: 'r',
};
const oldest = { requestId: 'r', unit: 'ta', categoryName: 'C', personName: 'P', workingDays: 2 };
const escalation = {
  unit: 'ta',
  requestIds: ['r'],
  deciders: [{ id: 'decider', name: 'D', count: 1 }],
  oldest,
  colleagueIds: ['colleague', 'both'],
  hrIds: ['admin', 'both'],
};
const bulk = { decision: 'approve' as const, done: 13, failed: 2, proposerId: 'updater', requestIds: [] };

/** Each row: what happened, and who is told: `person part`, with `live` for those told by an open page alone. */
const TABLE: readonly [string, AnyStoredEvent, readonly string[]][] = [
  ['employee raises', event('request.raised', request), ['decider decider']],
  ['updater proposes', event('request.proposed', proposal), ['decider decider']],
  ['nobody has it', event('request.raised', { ...request, approverId: null }), []],
  [
    'own request approved',
    event('request.approved', { ...request, ...decision }),
    ['beneficiary beneficiary', 'partner partner live'],
  ],
  [
    'proposal approved',
    event('request.approved', { ...proposal, ...decision }),
    ['beneficiary beneficiary', 'updater proposer', 'partner partner live'],
  ],
  ['own request rejected', event('request.rejected', { ...request, ...decision }), ['beneficiary beneficiary']],
  ['proposal rejected', event('request.rejected', { ...proposal, ...decision }), ['updater proposer']],
  ['withdrawn', event('request.withdrawn', request), ['decider decider']],
  [
    'own request approved in a bulk',
    event('request.approved', { ...request, ...decision, bulk: true }),
    ['partner partner live'],
  ],
  [
    'proposal approved in a bulk',
    event('request.approved', { ...proposal, ...decision, bulk: true }),
    ['beneficiary beneficiary', 'partner partner live'],
  ],
  ['proposal rejected in a bulk', event('request.rejected', { ...proposal, ...decision, bulk: true }), []],
  ['summary of a bulk', event('requests.bulk_decided', bulk), ['updater proposer']],
  ['bulk in which nothing was decided', event('requests.bulk_decided', { ...bulk, done: 0 }), []],
  ['reassigned', event('request.reassigned', { ...request, ...move }), ['decider decider', 'former former']],
  ['taken over by the actor', event('request.reassigned', { ...request, ...move, toId: 'actor' }), ['former former']],
  ['one of several reassigned', event('request.reassigned', { ...request, ...move, bulk: true }), []],
  [
    'several reassigned',
    event('requests.reassigned', {
      ...move,
      unit: 'ta',
      requestIds: ['r', 's', 't'],
      from: [
        { id: 'former', name: 'F', count: 2 },
        { id: 'actor', name: 'A', count: 1 },
      ],
    }),
    ['decider decider', 'former former'],
  ],
  [
    'reminded',
    event('requests.reminded', { deciderId: 'decider', requestIds: ['r'], by: 'clock', oldest }),
    ['decider decider'],
  ],
  [
    'escalated',
    event('requests.escalated', escalation),
    ['admin administrator', 'both administrator', 'colleague colleague'],
  ],
  [
    'the books differ',
    event('verification.failed', { entries: 9, differences: 1, people: 1 }),
    ['chief administrator', 'admin colleague'],
  ],
  ['nobody may decide', event('requests.unassigned', { requestIds: ['r'], reason: 'r' }), ['admin administrator']],
  ['award', event('points.credited', { ...points, kind: 'award' }), ['beneficiary beneficiary']],
  ['bonus', event('points.credited', { ...points, kind: 'bonus' }), ['beneficiary beneficiary']],
  ['adjustment', event('points.credited', { ...points, kind: 'adjustment' }), ['beneficiary beneficiary']],
  ['reversal', event('points.credited', { ...points, kind: 'reversal' }), ['beneficiary beneficiary']],
  ['points of a request, told by its decision', event('points.credited', { ...points, kind: 'earn' }), []],
  [
    'proposals of a file, told together to each validator',
    event('requests.proposed', { validatorId: 'decider', unit: 'ta', count: 12, importId: 'i' }),
    ['decider decider'],
  ],
  ['one proposal of a file', event('request.proposed', { ...proposal, bulk: true }), []],
  [
    'proposal changed by the updater',
    by('updater', event('request.revised', { ...proposal, fields: ['notes'] })),
    ['decider decider'],
  ],
  [
    'percentage corrected by the validator',
    by('decider', event('request.revised', { ...proposal, fields: ['utilization'] })),
    ['updater proposer'],
  ],
  ['withdrawn by the decider', by('decider', event('request.withdrawn', request)), []],
  [
    'delegated',
    by(null, event('request.reassigned', { ...request, ...move, cause: 'delegated' })),
    ['decider decider', 'former former'],
  ],
  [
    'nobody may decide, by an act of HR administration',
    by('admin', event('requests.unassigned', { requestIds: ['r'], reason: 'r' })),
    ['admin administrator'],
  ],
  ['an award to oneself', by('beneficiary', event('points.credited', { ...points, kind: 'award' })), []],
  [
    'own password changed',
    { ...by('r', event('person.password_changed', { initial: false })), subject: { type: 'person', id: 'r' } },
    ['r owner'],
  ],
  ['somebody registers', event('registration.received', { name: 'N' }), ['admin administrator']],
  ['something else', event('category.created', { code: 'mentoring' }), []],
];

describe('who is told', () => {
  it.each(TABLE)('%s', (_what, happened, expected) => {
    const told = recipientsOf(happened, { ...facts, partnerId: 'partner' });
    expect(told.map(({ personId, part, liveOnly }) => `${personId} ${part}${liveOnly ? ' live' : ''}`)).toEqual(
      expected,
    );
  });

  it('tells nobody live where there is no delivery partner', () => {
    const told = recipientsOf(event('request.approved', { ...request, ...decision }), { ...facts, partnerId: null });
    expect(told.map(({ personId }) => personId)).toEqual(['beneficiary']);
  });

  it('tells a person once who has two parts', () => {
    const told = recipientsOf(event('request.approved', { ...proposal, ...decision }), {
      ...facts,
      partnerId: 'updater',
    });
    expect(told).toEqual([
      expect.objectContaining({ personId: 'beneficiary' }),
      expect.objectContaining({ personId: 'updater', part: 'proposer', liveOnly: false }),
    ]);
  });
});
