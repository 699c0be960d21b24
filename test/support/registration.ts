import type { TestApp } from './app.js';
import type { Cast } from './cast.js';

/** A registration that waits in the cast's organization, which has to be open. The same one each time. */
export async function registrationOf(app: TestApp, { tenant }: Cast): Promise<string> {
  const { registrations, access } = app.container.people;
  const page = { number: 1, size: 1 };
  const [waiting] = (await registrations.list(tenant.system, 'waiting', page)).items;
  if (waiting !== undefined) return waiting.id;
  await registrations.register({
    ...{ name: 'Terri Duffy', email: 'terri.new@adventure-works.com', employeeId: '', message: 'I start on Monday.' },
    organization: tenant.organization.slug,
  });
  await access.asks.run();
  const [registration] = (await registrations.list(tenant.system, 'waiting', page)).items;
  if (registration === undefined) throw new Error('the registration was not taken');
  return registration.id;
}
