import { bonusCompany } from './bonus-company.js';
import type { TestApp } from './app.js';
import type { Cast } from './cast.js';

export interface BonusRecords {
  readonly runId: string;
  readonly entryId: string;
}

/** Central awards everybody who is eligible: one A1, whom it makes so. Done once, when it is first asked for. */
export function bonusRecords(app: TestApp, cast: Cast): () => Promise<BonusRecords> {
  let made: Promise<BonusRecords> | undefined;
  async function make(): Promise<BonusRecords> {
    const { earn } = bonusCompany(app.container, cast.tenant);
    const person = await cast.tenant.person({ grade: 'A1', employeeId: 'bonus-of-the-sample' });
    await earn(person.id, 2750);
    const central = await cast.as('central');
    const answer = await central.post('/central/bonus').send({ period: '2025-Q3', allEligible: true });
    const { run, awarded } = answer.body as { run: { id: string } | null; awarded: { entryId: string }[] };
    const [first] = awarded;
    if (!run || first === undefined) throw new Error(`nobody awarded: ${answer.status} ${answer.text}`);
    return { runId: run.id, entryId: first.entryId };
  }
  return () => (made ??= make());
}
