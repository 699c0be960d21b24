import { describe, expect, it } from 'vitest';
import type { PersonActor } from '../kernel/actor.js';
import type { Grant } from '../kernel/units.js';
import { roomsOf } from './rooms.js';
import { isSameOrigin } from './same-origin.js';

function actor(...grants: Grant[]): PersonActor {
  return {
    kind: 'person',
    organizationId: 'o',
    personId: 'p',
    name: 'Gail Erickson',
    email: 'g@x',
    grade: 'C1',
    grants,
    mustChangePassword: false,
  };
}

describe('rooms', () => {
  it.each([
    ['everybody', actor(), []],
    ['an approver of PM', actor({ unit: 'pm', duty: 'approver' }), ['unit:o:pm']],
    [
      'an updater of TA who validates for HR',
      actor({ unit: 'ta', duty: 'updater' }, { unit: 'hr', duty: 'validator' }),
      ['unit:o:hr', 'unit:o:ta'],
    ],
    ['HR administration', actor({ unit: 'hr', duty: 'admin' }), ['unit:o:hr', 'tracker:o']],
    ['a delivery partner, who only looks', actor({ unit: 'dp', duty: 'viewer' }), []],
  ])('%s sits in the own ones', (_who, person, units) => {
    expect(roomsOf(person)).toEqual(['person:p', 'board:o', ...units]);
  });
});

describe('same origin', () => {
  const publicUrl = 'https://points.example.org';
  it.each([
    ['a program', {}, true],
    ['our page', { origin: 'https://points.example.org', host: 'points.example.org' }, true],
    ['our page on another name', { origin: 'http://localhost:3000', host: 'localhost:3000' }, true],
    ['our page behind a proxy that changes the host', { origin: 'https://points.example.org', host: 'app:3000' }, true],
    ['another site', { origin: 'https://evil.example', host: 'points.example.org' }, false],
    ['another port', { origin: 'http://localhost:4000', host: 'localhost:3000' }, false],
    [
      'a name that begins like ours',
      { origin: 'https://points.example.org.evil.example', host: 'points.example.org' },
      false,
    ],
    ['a page of no origin', { origin: 'null', host: 'points.example.org' }, false],
  ])('%s', (_who, headers, expected) => {
    expect(isSameOrigin(headers, publicUrl)).toBe(expected);
  });
});
