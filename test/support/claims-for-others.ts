import { newId } from '../../src/kernel/ids.js';
import type { Unit } from '../../src/kernel/units.js';
import type { Cast, Role } from './cast.js';
import { pdf, upload, type RequestBody } from './records.js';

/** What the updater of a unit proposes for the employee, by unit. */
const PROPOSALS = {
  hr: { categoryCode: 'feedback', updater: 'hrUpdater', validator: 'hrValidator' },
  ta: { categoryCode: 'interviews', updater: 'taUpdater', validator: 'ta' },
  ld: { categoryCode: 'technical_session', updater: 'ldUpdater', validator: 'ld' },
  pmo: { categoryCode: 'client_appreciation', updater: 'pmoUpdater', validator: 'pmo' },
} as const satisfies Partial<Record<Unit, { categoryCode: string; updater: Role; validator: Role }>>;

export type ProposingUnit = keyof typeof PROPOSALS;

/** A body that breaks no rule of the unit's, with what the test cares about replaced. */
export function proposalBody(cast: Cast, unit: ProposingUnit, overrides: Readonly<Record<string, unknown>> = {}) {
  const { categoryCode, validator } = PROPOSALS[unit];
  return {
    personId: cast.people.employee.id,
    categoryCode,
    eventDate: '2025-11-10',
    notes: 'Did it beside the day’s work.',
    validatorId: cast.people[validator].id,
    ...overrides,
  };
}

/** The unit's updater proposes points for the employee, to be decided by the unit's first validator. */
export async function propose(
  cast: Cast,
  unit: Unit | undefined,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<RequestBody> {
  const at = unit as ProposingUnit;
  // Limits of one a quarter are of nobody's business here: everybody proposed for is somebody else.
  const person = await cast.tenant.person({ grade: 'C1', employeeId: `fresh-${newId()}` });
  const agent = await cast.as(PROPOSALS[at].updater);
  const answer = await agent
    .post(`/${at}/proposals`)
    .send(proposalBody(cast, at, { personId: person.id, acknowledgeDuplicate: true, ...overrides }));
  if (answer.status !== 201) throw new Error(`not proposed: ${answer.status} ${answer.text}`);
  return (answer.body as { request: RequestBody }).request;
}

/** Marketing raises for somebody else, to be decided by the other approver of marketing. */
export async function raiseForOther(
  cast: Cast,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<RequestBody> {
  const agent = await cast.as('marketing');
  const person = await cast.tenant.person({ grade: 'C1', employeeId: `fresh-${newId()}` });
  const answer = await agent.post('/marketing/requests').send({
    personId: person.id,
    categoryCode: 'mindshare',
    eventDate: '2025-11-10',
    notes: 'Wrote a series of three articles.',
    approverId: cast.people.marketingOther.id,
    attachmentIds: [await upload(agent, pdf('of an article'))],
    ...overrides,
  });
  if (answer.status !== 201) throw new Error(`not raised: ${answer.status} ${answer.text}`);
  return (answer.body as { request: RequestBody }).request;
}

/** The same one each time it is asked for. */
export function keptClaims(cast: Cast) {
  const proposals = new Map<Unit | undefined, Promise<RequestBody>>();
  let raised: Promise<RequestBody> | undefined;
  return {
    proposal(unit: Unit | undefined): Promise<RequestBody> {
      const kept = proposals.get(unit) ?? propose(cast, unit);
      proposals.set(unit, kept);
      return kept;
    },
    raised: (): Promise<RequestBody> => (raised ??= raiseForOther(cast)),
  };
}
