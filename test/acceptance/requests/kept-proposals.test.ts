import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { EventData } from '../../../src/kernel/events.js';
import { claim, failureOf } from '../../support/requests.js';
import { pdfFile, uploaded } from '../../support/evidence-files.js';
import { createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';

const PAGE = { number: 1, size: 20 };

/** Validators see their whole unit, and are colleagues for whom somebody proposes as well. */
describe('what is proposed for a validator of the unit', () => {
  let world: World;
  let tenant: Tenant;
  let updater: PersonActor;
  let validator: PersonActor;
  let gaining: PersonActor;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(WORLD_START);
    tenant = await world.tenant();
    updater = await tenant.actor({ grants: ['ta_up', 'pmo_up'] });
    validator = await tenant.actor({ grade: 'C2', grants: ['ta_va', 'pmo_va'] });
    gaining = await tenant.actor({ grade: 'C2', grants: ['ta_va', 'pmo_va', 'ta_up'] });
  });

  const propose = (personId = gaining.personId, eventDate = '2025-11-10') =>
    tenant.run(() =>
      world.requests.propose(updater, {
        ...{ personId, categoryCode: 'interviews', eventDate, notes: 'Held the interviews.', quantity: 1 },
        ...{ validatorId: validator.personId, acknowledgeDuplicate: true },
      }),
    );
  const decide = (id: string, decision: 'approve' | 'reject') =>
    tenant.run(() => world.requests.decide(validator, 'ta', id, { decision, notes: 'Looked at.' }));
  const queue = (viewer: PersonActor) => tenant.run(() => world.requests.queue(viewer, 'ta', { status: 'all' }, PAGE));
  async function csv(viewer: PersonActor): Promise<string> {
    return tenant.run(async () => {
      let text = '';
      for await (const part of world.requests.queueCsv(viewer, 'ta', { status: 'all' })) text += part;
      return text;
    });
  }

  it('31: is kept from that one in list, counts, file, page and preview until it is approved, whatever becomes of it', async () => {
    const rejected = await propose();
    const approved = await propose(gaining.personId, '2025-11-11');
    for (const step of ['pending', 'decided'] as const) {
      if (step === 'decided') {
        await decide(rejected.id, 'reject');
        await decide(approved.id, 'approve');
      }
      const seen = step === 'pending' ? [] : [approved.id];
      const list = await queue(gaining);
      expect(list.items.map(({ id }) => id)).toEqual(seen);
      expect([list.page.total, list.counts.all]).toEqual([seen.length, seen.length]);
      expect(await csv(gaining)).not.toContain(rejected.id);
      const missing = await failureOf(tenant.run(() => world.requests.detail(gaining, 'ta', rejected.id)));
      expect(missing).toMatchObject({ status: 404, code: 'request.not_found' });
      const preview = await tenant.run(() => world.requests.previewDecisions(gaining, 'ta', { ids: [rejected.id] }));
      expect(preview.left).toEqual([expect.objectContaining({ code: 'request.not_found' })]);
      expect(preview.left[0]).not.toHaveProperty('request');
      const taken = await failureOf(tenant.run(() => world.requests.takeOver(gaining, 'ta', rejected.id, 'Mine.')));
      expect(taken.status).toBe(404);
      // Whoever validates beside sees both.
      expect((await queue(validator)).page.total).toBe(2);
    }
  });

  it('31: is kept from that one among the percentages of people, where colleagues see it', async () => {
    const { id } = await tenant.run(() =>
      world.requests.proposeUtilization(updater, {
        ...{ personId: gaining.personId, month: '2025-10', utilization: '70', notes: 'Time sheets.' },
        validatorId: validator.personId,
      }),
    );
    const months = (viewer: PersonActor) =>
      tenant.run(async () => ({
        requests: (await world.requests.utilizationRequestsOf(viewer, gaining.personId)).map((one) => one.id),
        pending: (await world.requests.pendingUtilization(viewer, [gaining.personId], ['2025-10'])).length,
      }));
    expect(await months(validator)).toEqual({ requests: [id], pending: 1 });
    expect(await months(gaining)).toEqual({ requests: [], pending: 0 });
    // Another updater needs to know that the month is taken, and reads nobody else's words.
    expect(await months(await tenant.actor({ grants: ['pmo_up'] }))).toEqual({ requests: [], pending: 1 });
    expect((await months(updater)).requests).toEqual([id]);
    const no = { decision: 'reject' as const, notes: 'Not so.' };
    await tenant.run(() => world.requests.decide(validator, 'pmo', id, no));
    expect((await months(validator)).requests).toEqual([id]);
    expect((await months(gaining)).requests).toEqual([]);
  });

  it('is not told to that one by an escalation; what else waits is', async () => {
    const employee = await tenant.person({});
    const own = await propose();
    const raised = await propose(employee.id);
    world.clock.set('2025-11-24T06:00:00Z');
    await tenant.run(() => world.requests.followUp());
    const { items } = await tenant.run(() =>
      world.audit.list({ types: ['requests.escalated'] }, { number: 1, size: 10 }),
    );
    const toColleague = items
      .map(({ data }) => data as EventData['requests.escalated'])
      .filter(({ colleagueIds }) => colleagueIds.includes(gaining.personId));
    expect(toColleague).toMatchObject([
      {
        requestIds: [raised.id],
        oldest: { requestId: raised.id, personName: employee.name },
        deciders: [{ id: validator.personId, count: 1 }],
      },
    ]);
    expect(JSON.stringify(toColleague)).not.toContain(own.id);
  });

  it('does not tell a validator who else sent the same file as his or her own claim', async () => {
    const store = async (actor: PersonActor, name: string) => {
      const file = await uploaded(world.folder, name, pdfFile('one certificate'));
      return (await tenant.run(() => world.attachments.store(actor, file))).id;
    };
    const raise = async (actor: PersonActor, approverId: string) => {
      const attachmentIds = [await store(actor, 'certificate.pdf')];
      const input = claim({ categoryCode: 'certification', approverId, attachmentIds });
      return tenant.run(() => world.requests.raise(actor, input));
    };
    const [one, other] = [
      await tenant.actor({ grade: 'C2', grants: ['ld_va'] }),
      await tenant.actor({ grade: 'C2', grants: ['ld_va'] }),
    ];
    await raise(await tenant.actor({ name: 'Barry Johnson' }), other.personId);
    const own = await raise(one, other.personId);
    const look = (viewer: PersonActor) =>
      tenant.run(async () => {
        const { sameEvidence, request } = await world.requests.detail(viewer, 'ld', own.id);
        const { items } = await world.requests.queue(viewer, 'ld', { odd: 'same-file' }, PAGE);
        return { uses: sameEvidence.length, marked: request.evidenceSeen, listed: items.length };
      });
    expect(await look(other)).toEqual({ uses: 1, marked: true, listed: 1 });
    expect(await look(one)).toEqual({ uses: 0, marked: false, listed: 0 });
  });
});
