import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous, openPage, submit } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { mailsTo } from '../../support/account-mail.js';
import { answerAsks, newestToken } from '../../support/asked-mails.js';
import { createCast, type Cast } from '../../support/cast.js';
import { formsOf } from '../../support/page-forms.js';

const PLACED = {
  ...{ employeeId: 'AW8001', grade: 'C1', department: 'IT', location: 'India', level: 'Senior' },
  joiningDate: '2025-11-17',
};

describe('registering oneself over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app, { settings: { registrationOpen: true, allowedDomains: ['bikes.com'] } });
  });
  afterAll(() => app.close());

  const register = (fields: object) => anonymous(app).post('/auth/register').send(fields);

  /** The id of the registration of an address that waits. */
  async function waitingId(email: string): Promise<string> {
    await answerAsks(app);
    const hr = await cast.as('hrAdmin');
    const { items } = (await hr.get('/hr/registrations')).body as { items: { id: string; email: string }[] };
    return items.find((one) => one.email === email)?.id ?? 'none waits';
  }

  test('from the sign-in page to a person with an invitation, in browsers', async () => {
    const browser = anonymous(app);
    expect((await openPage(browser, '/auth/login')).text).toContain('href="/auth/register"');
    const page = await openPage(browser, '/auth/register');
    expect(formsOf(page.text)[0]?.names).toEqual(['name', 'email', 'employeeId', 'message']);
    const refused = await submit(browser, '/auth/register', {
      name: '',
      email: 'no address',
      message: 'Hello <b>HR</b>',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Give your name.');
    expect(refused.text).toContain('This is not an e-mail address.');
    expect(refused.text).toContain('Hello &lt;b&gt;HR&lt;/b&gt;');
    const sent = await submit(browser, '/auth/register', { name: 'Diane Glimp', email: ' Diane@Bikes.com ' });
    expect(sent.headers['location']).toBe('/auth/register?sent=yes');
    expect((await openPage(browser, '/auth/register?sent=yes')).text).toContain('Thank you');

    const id = await waitingId('diane@bikes.com');
    const hr = await cast.as('hrAdmin');
    expect((await openPage(hr, '/hr/registrations')).text).toContain('Diane Glimp');
    expect((await openPage(hr, `/hr/registrations/${id}`)).text).toContain('Activate Diane Glimp');
    const wrong = await submit(hr, `/hr/registrations/${id}/activation`, {
      ...{ ...PLACED, name: 'Diane Glimp', grade: '', manager: cast.people.colleague.email, dp: 'AW-unknown' },
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Choose a grade.');
    const unknown = await submit(hr, `/hr/registrations/${id}/activation`, {
      ...{ ...PLACED, name: 'Diane Glimp', dp: 'AW-unknown' },
    });
    expect(unknown.text).toContain('Nobody is found by');
    expect(unknown.text).toContain('value="AW-unknown"');
    const withoutDuty = await submit(hr, `/hr/registrations/${id}/activation`, {
      ...{ ...PLACED, name: 'Diane Glimp', manager: cast.people.colleague.email },
    });
    expect(withoutDuty.status).toBe(422);
    expect(withoutDuty.text).toContain('href="#field-manager"');
    const done = await submit(hr, `/hr/registrations/${id}/activation`, {
      ...{ ...PLACED, name: 'Diane Glimp', manager: cast.people.manager.employeeId },
    });
    expect(done.headers['location']).toBe('/hr/registrations');
    const person = await cast.tenant.run(() => app.container.people.byEmail('diane@bikes.com'));
    expect(person).toMatchObject({ managerId: cast.people.manager.id, employeeId: 'AW8001', grants: [] });
    await app.settle();
    expect(await newestToken(app, 'diane@bikes.com')).toHaveLength(43);
    const again = await hr.post(`/hr/registrations/${id}/activation`).send({ ...PLACED, name: 'Diane' });
    expect(again.body).toMatchObject({ status: 409, code: 'registration.already_decided' });
  });

  test('HR administration is told once, in the app and by mail', async () => {
    await register({ name: 'Sidney Higa', email: 'sidney@bikes.com' });
    await answerAsks(app);
    await app.settle();
    await register({ name: 'Sidney Higa', email: 'sidney@bikes.com' });
    await answerAsks(app);
    await app.settle();
    const { hrAdmin, hrValidator } = cast.people;
    const about = async (email: string) =>
      (await mailsTo(app.container.mailer, email)).filter(({ subject }) => subject.includes('Sidney Higa'));
    expect(await about(hrAdmin.email)).toHaveLength(1);
    expect(await about(hrValidator.email)).toEqual([]);
    const list = await (await cast.as('hrAdmin')).get('/employee/notifications');
    const { items } = list.body as { items: { text: string; href: string }[] };
    const told = items.filter(({ text }) => text === 'Sidney Higa registered and waits for an account.');
    expect(told).toHaveLength(1);
    expect(told[0]?.href).toBe(`/hr/registrations/${await waitingId('sidney@bikes.com')}`);
  });

  test('a refusal needs a reason, which whoever registered never reads', async () => {
    await register({ name: 'Jeffrey Ford', email: 'jeffrey@bikes.com' });
    const id = await waitingId('jeffrey@bikes.com');
    const hr = await cast.as('hrAdmin');
    const empty = await submit(hr, `/hr/registrations/${id}/refusal`, { reason: ' ' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Give a reason; it stays in the audit.');
    const done = await submit(hr, `/hr/registrations/${id}/refusal`, { reason: 'A contractor.' });
    expect(done.status).toBe(303);
    const refused = await openPage(hr, '/hr/registrations?status=refused');
    expect(refused.text).toContain('Jeffrey Ford');
    expect((await openPage(hr, `/hr/registrations/${id}`)).text).toContain('A contractor.');
    const [mail] = await mailsTo(app.container.mailer, 'jeffrey@bikes.com');
    expect(mail?.html).not.toContain('contractor');
  });

  test('one answer for known, unknown, other domains and those who wait already', async () => {
    await register({ name: 'Ruth', email: 'ruth@bikes.com' });
    await answerAsks(app);
    const { email } = cast.people.employee;
    const answers = new Set<string>();
    for (const address of [email, 'new@bikes.com', 'ruth@bikes.com', 'somebody@elsewhere.com']) {
      const { status, text } = await register({ name: 'Somebody', email: address });
      answers.add(`${status} ${text}`);
    }
    expect([...answers]).toEqual(['202 {"accepted":true}']);
  });

  test('is closed unless an organization opens it: 403, and the sign-in page does not offer it', async () => {
    const other = await openTestApp();
    try {
      await other.tenant();
      const browser = anonymous(other);
      expect((await openPage(browser, '/auth/login')).text).not.toContain('/auth/register');
      expect((await browser.get('/auth/register')).body).toMatchObject({
        status: 403,
        code: 'auth.registration_closed',
      });
      const answer = await browser.post('/auth/register').send({ name: 'Guy', email: 'guy@bikes.com' });
      expect(answer.body).toMatchObject({ status: 403, code: 'auth.registration_closed' });
      expect((await openPage(browser, '/auth/register')).status).toBe(403);
    } finally {
      await other.close();
    }
  });
});
