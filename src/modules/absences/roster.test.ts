import { describe, expect, it } from 'vitest';
import type { Unit } from '../../kernel/units.js';
import { deciderOn, type Away, type Roster, type RosterPerson } from './roster.js';

const DAY = '2025-11-17';

function person(id: string, changes: Partial<RosterPerson> = {}): RosterPerson {
  const grants = [{ unit: 'ta' as const, duty: 'validator' as const }];
  return { id, name: id, status: 'active', exitDate: null, grants, managerId: null, ...changes };
}

/** Away on the day: `{ gail: 'jo' }` names Jo as the delegate for `ta`. */
function roster(away: Readonly<Record<string, string>>, ...people: readonly RosterPerson[]): Roster {
  const ids = [...Object.keys(away), ...Object.values(away)];
  return {
    date: DAY,
    away: new Map(
      Object.entries(away).map(([personId, delegate]): [string, Away] => [
        personId,
        { personId, from: DAY, to: '2025-11-21', delegates: { ta: delegate } },
      ]),
    ),
    people: new Map([...ids.map((id) => person(id)), ...people].map((one) => [one.id, one])),
  };
}

const parties = { personId: 'dylan', proposerId: 'sheela' };
const with_ = (deciderId: string) => ({ deciderId, delegatedFrom: 'gail', needsAssignment: false });
const stays = { deciderId: 'gail', delegatedFrom: null, needsAssignment: false };
const unassigned = { deciderId: 'gail', delegatedFrom: null, needsAssignment: true };
const inGailsTeam = person('gail', { managerId: 'rob' });
const without = { grants: [{ unit: 'ta' as const, duty: 'updater' as const }] };

describe('who has a request', () => {
  it.each<[string, Roster, object]>([
    ['stays with who is there', roster({ jo: 'rob' }), stays],
    ['goes to the delegate', roster({ gail: 'jo' }), with_('jo')],
    ['goes on where the delegate is away as well', roster({ gail: 'jo', jo: 'rob' }), with_('rob')],
    ['goes on and on', roster({ gail: 'jo', jo: 'rob', rob: 'ann' }), with_('ann')],
    ['finds nobody in a circle', roster({ gail: 'jo', jo: 'gail' }), unassigned],
    ['finds nobody in a circle further on', roster({ gail: 'jo', jo: 'rob', rob: 'jo' }), unassigned],
    ['never goes to who gains', roster({ gail: 'dylan' }), unassigned],
    ['never goes to who proposed', roster({ gail: 'sheela' }), unassigned],
    ['never goes to whom somebody who gains has chosen', roster({ gail: 'dylan', dylan: 'rob' }), unassigned],
    [
      'goes to the manager where the delegate gains',
      roster({ gail: 'dylan' }, inGailsTeam, person('rob')),
      with_('rob'),
    ],
    ['goes to the manager in a circle', roster({ gail: 'jo', jo: 'gail' }, inGailsTeam, person('rob')), with_('rob')],
    ['goes to who stands in for the manager', roster({ gail: 'dylan', rob: 'ann' }, inGailsTeam), with_('ann')],
    ['finds nobody where the manager leads back', roster({ gail: 'dylan', rob: 'gail' }, inGailsTeam), unassigned],
    [
      'finds nobody where the manager gains',
      roster({ gail: 'dylan' }, person('gail', { managerId: 'dylan' })),
      unassigned,
    ],
    [
      'finds nobody where the manager has not the duty',
      roster({ gail: 'dylan' }, inGailsTeam, person('rob', without)),
      unassigned,
    ],
    [
      'passes by a delegate who lost the duty',
      roster({ gail: 'jo' }, inGailsTeam, person('rob'), person('jo', without)),
      with_('rob'),
    ],
    [
      'passes by a delegate who was deactivated',
      roster({ gail: 'jo' }, inGailsTeam, person('rob'), person('jo', { status: 'deactivated' })),
      with_('rob'),
    ],
    [
      'passes by a delegate who has left',
      roster({ gail: 'jo' }, inGailsTeam, person('rob'), person('jo', { exitDate: '2025-11-16' })),
      with_('rob'),
    ],
    ['goes to a delegate on the last day', roster({ gail: 'jo' }, person('jo', { exitDate: DAY })), with_('jo')],
  ])('%s', (_words, given, expected) => {
    expect(deciderOn(given, 'ta', 'gail', parties)).toEqual(expected);
  });

  it('is asked for by unit: who names nobody for a unit decides there', () => {
    const unit: Unit = 'ld';
    expect(deciderOn(roster({ gail: 'jo' }), unit, 'gail', parties)).toEqual(stays);
  });
});
