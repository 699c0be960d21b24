import { addDays, localDateOf } from '../../src/kernel/local-date.js';
import type { JsonClient } from './json-client.js';

/** A program raises a request that the own manager decides, about an event of so many days ago; answers its id. @throws */
export async function raiseByProgram(client: JsonClient, daysAgo: number): Promise<string> {
  const { status, body } = await client.post<{ request: { id: string } }>('/employee/raise-request', {
    categoryCode: 'initiative_ai',
    eventDate: addDays(localDateOf(new Date(), 'Asia/Kolkata'), -daysAgo),
    notes: 'Let an assistant look for duplicate customer records.',
    acknowledgeDuplicate: true,
  });
  if (status !== 201) throw new Error(`not raised: ${status}`);
  return body.request.id;
}

/** A program approves it as the manager. @throws */
export async function approveByProgram(client: JsonClient, id: string): Promise<void> {
  const { status } = await client.post(`/pm/requests/${id}/decision`, { decision: 'approve', notes: 'Agreed.' });
  if (status !== 200) throw new Error(`not approved: ${status}`);
}
