import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { raise } from '../../support/records.js';

interface Board {
  readonly rows: readonly { readonly personId: string; readonly name: string }[];
  readonly participants: number;
}

let app: TestApp;
let cast: Cast;
beforeAll(async () => {
  app = await openTestApp();
  cast = await createCast(app);
});
afterAll(() => app.close());

async function board(filter = ''): Promise<Board> {
  await app.settle();
  const central = await cast.as('central');
  return (await central.get(`/central/leaderboard?period=2025-Q3${filter}`)).body as Board;
}

it('boards follow name, department and grade, leave out who is gone and take in who comes back', async () => {
  const { employee } = cast.people;
  const { id } = await raise(cast);
  await (
    await cast.as('manager')
  )
    .post(`/pm/requests/${id}/decision`)
    .send({ decision: 'approve', notes: 'Well done.' });
  expect((await board()).rows).toMatchObject([{ personId: employee.id, name: employee.name }]);

  const hr = await cast.as('hrAdmin');
  await hr.post(`/hr/employees/${employee.id}/edit`).send({ name: 'Gigi Matthew', department: 'Finance', grade: 'D1' });
  expect((await board('&department=Finance&grade=D1')).rows).toMatchObject([{ name: 'Gigi Matthew' }]);
  expect((await board(`&department=${employee.department}`)).participants).toBe(0);

  await hr.post(`/hr/employees/${employee.id}/exit`).send({ exitDate: '2025-11-11' });
  expect((await board()).participants).toBe(0);
  await hr.post(`/hr/employees/${employee.id}/reactivation`).send({ reason: 'Came back.' });
  expect((await board()).participants).toBe(1);
  await hr.post(`/hr/employees/${employee.id}/deactivation`).send({ reason: 'Left.' });
  expect((await board()).participants).toBe(0);
});
