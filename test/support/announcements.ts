import type { Cast } from './cast.js';

/** Central announces something to everybody; the id of it. */
export async function announce(cast: Cast, changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const central = await cast.as('central');
  const answer = await central
    .post('/central/announcements')
    .send({ subject: 'Town hall on Friday', text: 'Join us at four.\n\nhttps://example.org/town-hall', ...changes });
  if (answer.status !== 201) throw new Error(`not announced: ${answer.status} ${answer.text}`);
  return (answer.body as { announcement: { id: string } }).announcement.id;
}
