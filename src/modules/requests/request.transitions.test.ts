import { describe, expect, test } from 'vitest';
import type { Move, Request } from './request.js';
import { revised, type Revision } from './request.transitions.js';

const THEN = new Date('2025-11-10T06:00:00Z');
const NOW = new Date('2025-11-12T06:00:00Z');

const proposal: Request = {
  id: 'r',
  personId: 'beneficiary',
  person: { name: 'B', grade: 'B2', department: 'IT', location: 'India' },
  category: { code: 'interviews', name: 'Interviews', unit: 'ta', version: 1 },
  kind: 'proposed',
  points: 300,
  value: 100,
  quantity: 3,
  grade: 'B2',
  eventDate: '2025-09-01',
  quarter: '2025-Q2',
  year: 2025,
  notes: 'Three interviews.',
  link: null,
  approverId: 'delegate',
  assignedAt: THEN,
  delegatedFromId: 'validator',
  needsAssignment: false,
  remindedAt: THEN,
  nudgedAt: THEN,
  escalatedAt: THEN,
  proposerId: 'updater',
  status: 'pending',
  raisedAt: THEN,
  decidedAt: null,
  decidedById: null,
  decisionNotes: null,
  duplicateAcknowledged: false,
  attachmentIds: [],
  utilization: null,
  entryId: null,
};

const revision: Revision = {
  person: { name: 'B', grade: 'C1', department: 'Sales', location: 'UK' },
  category: { code: 'interviews', name: 'Interviews', unit: 'ta', version: 2 },
  grade: 'C1',
  value: 120,
  points: 600,
  quantity: 5,
  eventDate: '2025-10-01',
  quarter: '2025-Q3',
  year: 2025,
  notes: 'Five interviews.',
  duplicateAcknowledged: true,
};

const WAITING = {
  approverId: 'delegate',
  delegatedFromId: 'validator',
  needsAssignment: false,
  assignedAt: THEN,
  remindedAt: THEN,
  nudgedAt: THEN,
  escalatedAt: THEN,
};
const ANEW = { assignedAt: NOW, remindedAt: null, nudgedAt: null, escalatedAt: null };

describe('changing a proposal', () => {
  test.each<[string, Move | undefined, Partial<Request>]>([
    ['the same decider keeps it, with its delegate and its age', undefined, WAITING],
    [
      'another one gets it, and waiting begins anew',
      { id: 'r', toId: 'other' },
      { approverId: 'other', delegatedFromId: null, needsAssignment: false, ...ANEW },
    ],
    [
      'another one who is away',
      { id: 'r', toId: 'stand-in', delegatedFrom: 'other' },
      { approverId: 'stand-in', delegatedFromId: 'other', needsAssignment: false, ...ANEW },
    ],
    [
      'another one for whom nobody may decide',
      { id: 'r', toId: 'other', needsAssignment: true },
      { approverId: 'other', delegatedFromId: null, needsAssignment: true, ...ANEW },
    ],
  ])('%s', (_what, move, waiting) => {
    expect(revised(proposal, revision, move, NOW)).toEqual({ ...proposal, ...revision, ...waiting });
  });

  test('what was read stays as it was', () => {
    const before = structuredClone(proposal);
    revised(proposal, revision, { id: 'r', toId: 'other' }, NOW);
    expect(proposal).toEqual(before);
  });
});
