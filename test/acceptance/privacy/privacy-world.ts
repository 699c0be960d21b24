import type { Agent } from '../../support/agents.js';
import type { TestApp } from '../../support/app.js';
import type { Tenant } from '../../support/world.js';

export { pdf, upload } from '../../support/records.js';

/** Raises a claim on AI adoption, which the manager decides; answers its id. */
export async function raiseClaim(agent: Agent, input: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const answer = await agent.post('/employee/raise-request').send({
    ...{ categoryCode: 'initiative_ai', eventDate: '2025-11-10', notes: 'Tried it.', acknowledgeDuplicate: true },
    ...input,
  });
  if (answer.status !== 201) throw new Error(`not raised: ${answer.text}`);
  return (answer.body as { request: { id: string } }).request.id;
}

export async function decide(
  agent: Agent,
  id: string | undefined,
  decision: 'approve' | 'reject',
  notes: string,
): Promise<void> {
  const answer = await agent.post(`/pm/requests/${id}/decision`).send({ decision, notes });
  if (answer.status !== 200) throw new Error(`not decided: ${answer.text}`);
}

export function totalsOf(app: TestApp, tenant: Tenant, ids: readonly string[]): Promise<unknown> {
  return tenant.run(() => app.container.ledger.totals(ids, ['2025-Q3', '2025', 'all']));
}

/** What `verify-ledger` reports. */
export function verified(app: TestApp, tenant: Tenant): Promise<unknown[]> {
  return tenant.run(async () => {
    const found: unknown[] = [];
    for await (const difference of app.container.ledger.verify()) found.push(difference);
    return found;
  });
}
