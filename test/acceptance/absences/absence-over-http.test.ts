import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ABSENCE_JOB } from '../../../src/modules/absences/index.js';
import { openPage, PASSWORD, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { raise } from '../../support/records.js';
import { WORLD_START } from '../../support/world.js';

const MONDAY = '2025-11-16T18:30:00Z';

interface Absence {
  readonly id: string;
  readonly status: string;
}

describe('absences over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let manager: Agent;
  let other: Agent;
  let employee: Agent;
  let hr: Agent;

  beforeAll(async () => {
    app = await openTestApp();
  });
  afterAll(() => app.close());

  /** An organization of its own for each test, so that nobody is away already. */
  async function people(): Promise<void> {
    app.clock.set(WORLD_START);
    cast = await createCast(app);
    manager = await cast.as('manager');
    other = await cast.as('otherManager');
    employee = await cast.as('employee');
    hr = await cast.as('hrAdmin');
  }

  /** Days later every session has ended; everybody signs in again on the same device. */
  async function later(instant: string): Promise<void> {
    app.clock.set(instant);
    for (const role of ['manager', 'otherManager', 'employee'] as const) {
      const agent = await cast.as(role);
      await agent.post('/auth/login').send({ email: cast.people[role].email, password: PASSWORD });
    }
    expect(await app.container.scheduler.run(ABSENCE_JOB.name)).toBe(true);
  }

  const week = () => ({ from: '2025-11-17', to: '2025-11-21', delegate_pm: cast.people.otherManager.id });
  const name = async (agent: Agent, body: Record<string, string>, path = '/employee/absence') => {
    const answer = await agent.post(path).send(body);
    return {
      status: answer.status,
      absence: (answer.body as { absence: Absence }).absence,
      problem: answer.body as { code?: string },
    };
  };
  const told = async (agent: Agent) => {
    await app.settle();
    const { body } = await agent.get('/employee/notifications');
    return (body as { items: { text: string }[] }).items.map(({ text }) => text);
  };

  it('29: named on a form, told, moved on Monday, decided for the absent, back when back', async () => {
    await people();
    const [first, second] = [await raise(cast), await raise(cast, 'pm', { acknowledgeDuplicate: true })];
    const { manager: gail, otherManager: jo } = cast.people;

    const shown = await submit(manager, '/employee/absence/preview', week());
    expect(shown.status).toBe(200);
    expect(shown.text).toContain(`2 requests that wait go to ${jo.name}`);
    expect(shown.text).toContain('Nothing is saved yet.');
    const saved = await submit(manager, '/employee/absence', { ...week(), note: 'In the mountains.' });
    expect({ status: saved.status, to: saved.headers['location'] }).toEqual({ status: 303, to: '/employee/absence' });
    expect((await openPage(manager, '/employee/absence')).text).toContain('In the mountains.');
    expect(await told(other)).toEqual([
      `${gail.name} is away from 17 Nov 2025 to 21 Nov 2025, and you decide meanwhile.`,
    ]);

    await later(MONDAY);
    expect((await told(other))[0]).toBe(`${gail.name} is away; you decide 2 requests.`);
    expect((await openPage(manager, '/employee/dashboard')).text).toContain(
      `You are away until 21 Nov 2025. ${jo.name} decides for you.`,
    );
    const queue = await openPage(other, '/pm/requests');
    expect(queue.text).toContain(`You decide for ${gail.name} until 21 Nov 2025.`);
    expect(queue.text).toContain(first.id);
    const form = await openPage(employee, '/employee/raise-request');
    expect(form.text).toContain(`, away until 21 Nov 2025: ${jo.name} decides`);
    const fresh = await raise(cast, 'pm', { eventDate: '2025-11-05' });
    expect(fresh).toMatchObject({ approver: { id: jo.id } });

    const refused = await manager
      .post(`/pm/requests/${first.id}/decision`)
      .send({ decision: 'approve', notes: 'Yes.' });
    expect(refused.status).toBe(403);
    const decided = await other.post(`/pm/requests/${first.id}/decision`).send({ decision: 'approve', notes: 'Yes.' });
    expect(decided.body).toMatchObject({ request: { decidedBy: { id: jo.id }, delegatedFrom: { id: gail.id } } });
    expect((await openPage(employee, `/employee/requests/${first.id}`)).text).toContain(`${jo.name} for ${gail.name}`);

    const { body } = await manager.get('/employee/absence');
    const [running] = (body as { coming: (Absence & { progress: object })[] }).coming;
    expect(running).toMatchObject({ status: 'running', progress: { left: 2, of: 3 } });
    const back = await submit(manager, `/employee/absence/${running?.id}/cancellation`);
    expect(back.status).toBe(303);
    expect((await told(manager))[0]).toBe('Welcome back. 2 of 3 requests that others had for you are left to decide.');
    const mine = await manager.post(`/pm/requests/${second.id}/decision`).send({ decision: 'reject', notes: 'No.' });
    expect(mine.status).toBe(200);
  });

  it('comes back with what was typed and says at each field what is wrong', async () => {
    await people();
    const answer = await submit(manager, '/employee/absence', {
      from: '2025-11-11',
      to: '2025-11-21',
      delegate_pm: '',
      note: 'Skiing',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Give today or a later day.');
    expect(answer.text).toContain('Skiing');
    const missing = await submit(manager, '/employee/absence', { from: '2025-11-17', to: '2025-11-21' });
    expect(missing.status).toBe(422);
    expect(missing.text).toContain('href="#field-delegate_pm"');
    const circle = await name(other, { ...week(), delegate_pm: cast.people.manager.id });
    expect(circle.status).toBe(201);
    const refused = await manager.post('/employee/absence').send(week());
    expect(refused.body).toMatchObject({
      status: 422,
      code: 'absence.circle',
      errors: [{ path: 'delegate_pm', message: expect.stringContaining(' → ') as string }],
    });
    const unknown = await manager.post('/employee/absence').send({ ...week(), status: 'running' });
    expect(unknown.status).toBe(422);
  });

  it('is nothing to do for somebody who decides nothing', async () => {
    await people();
    expect((await openPage(employee, '/employee/absence')).text).toContain('Nothing has to be done');
    const refused = await name(employee, { from: '2025-11-17', to: '2025-11-21' });
    expect({ status: refused.status, code: refused.problem.code }).toEqual({
      status: 422,
      code: 'absence.nothing_to_delegate',
    });
  });

  it('is entered, changed and cancelled by HR for somebody, who is told', async () => {
    await people();
    const { manager: gail } = cast.people;
    const path = `/hr/employees/${gail.id}/absence`;
    expect((await openPage(hr, path)).text).toContain(`Absence of ${gail.name}`);
    const entered = await name(hr, week(), path);
    expect(entered.status).toBe(201);
    expect((await told(manager))[0]).toBe(
      `${cast.people.hrAdmin.name} entered an absence for you, from 17 Nov 2025 to 21 Nov 2025.`,
    );
    const { id } = entered.absence;
    const changed = await submit(hr, `/hr/absences/${id}`, { ...week(), to: '2025-11-18' });
    expect({ status: changed.status, to: changed.headers['location'] }).toEqual({ status: 303, to: path });
    const cancelled = await hr.post(`/hr/absences/${id}/cancellation`).send({});
    expect(cancelled.body).toMatchObject({ absence: { status: 'cancelled' } });
    const again = await hr.post(`/hr/absences/${id}/cancellation`).send({});
    expect({ status: again.status, code: (again.body as { code: string }).code }).toEqual({
      status: 409,
      code: 'absence.is_over',
    });
    const audit = await cast.tenant.run(() => app.container.audit.ofSubject(id));
    expect(audit.map(({ type }) => type)).toEqual(['absence.named', 'absence.changed', 'absence.cancelled']);
    expect(audit[1]).toMatchObject({ before: { to: '2025-11-21' }, after: { to: '2025-11-18' } });
  });

  it('is nobody else’s: other people’s absences do not exist, and HR’s pages are HR’s', async () => {
    await people();
    const { absence } = await name(manager, week());
    const answers = [
      [await other.get(`/employee/absence/${absence.id}`), 404],
      [await hr.get(`/employee/absence/${absence.id}`), 404],
      [await other.post(`/employee/absence/${absence.id}`).send(week()), 404],
      [await other.post(`/employee/absence/${absence.id}/cancellation`).send({}), 404],
      [await other.get(`/hr/employees/${cast.people.manager.id}/absence`), 403],
      [await manager.post(`/hr/absences/${absence.id}/cancellation`).send({}), 403],
    ] as const;
    expect(answers.map(([answer]) => answer.status)).toEqual(answers.map(([, status]) => status));
    expect((await manager.get(`/employee/absence/${absence.id}`)).body).toMatchObject({
      absence: { status: 'planned' },
    });
  });
});
