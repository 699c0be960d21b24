import type { TestApp } from './app.js';
import type { Cast } from './cast.js';
import { pdf, raise, upload } from './records.js';
import type { SampleRecords } from './sample-records.js';

/** Lets a bit of everything happen, so that no page is empty: decisions, bonus, utilization, duplicates, shared evidence. */
export async function fillCompany(app: TestApp, cast: Cast, records: SampleRecords): Promise<void> {
  const { container } = app;
  const { tenant, people } = cast;
  const employee = await cast.as('employee');
  const manager = await cast.as('manager');
  const decide = (id: string, decision: string) =>
    manager.post(`/pm/requests/${id}/decision`).send({ decision, notes: 'As agreed on <Monday> & "Tuesday".' });

  await decide((await raise(cast)).id, 'approve');
  await decide((await raise(cast, 'pm', { categoryCode: 'mentoring', eventDate: '2025-08-20' })).id, 'approve');
  await decide((await raise(cast)).id, 'reject');
  await employee.post(`/employee/requests/${(await raise(cast)).id}/withdrawal`).send({});
  await raise(cast, 'pm', { attachmentIds: [await upload(employee, pdf('shown twice'))] });
  await raise(cast, 'pm', { attachmentIds: [await upload(employee, pdf('shown twice'), 'again.pdf')] });

  const credit = (personId: string, points: number, kind: 'award' | 'bonus', sourceKey: string) =>
    container.ledger.credit(tenant.system, {
      personId,
      kind,
      points,
      categoryCode: kind === 'bonus' ? 'bonus' : 'initiative_ai',
      unit: kind === 'bonus' ? 'central' : 'pm',
      effectiveDate: '2025-11-03',
      sourceKey,
      source: { type: kind, id: sourceKey },
      reason: 'For the whole quarter.',
      basis: { value: points, quantity: 1, grade: 'C1', categoryVersion: 1 },
    });
  await tenant.run(async () => {
    await credit(people.employee.id, 1000, 'bonus', 'bonus:employee');
    await credit(people.colleague.id, 900, 'award', 'award:colleague');
    await credit(people.central.id, 900, 'award', 'award:central');
    await container.targets.recordUtilization(tenant.system, {
      personId: people.employee.id,
      month: '2025-10',
      basisPoints: 8750,
      requestId: records.requests.pmo.id,
    });
  });
  const colleague = await cast.as('colleague');
  await colleague.post('/employee/profile').send({ leaderboardOptOut: true });
  await app.settle();
}
