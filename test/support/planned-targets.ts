import type { Cast } from './cast.js';

let made = 0;

/** Central plans another target for C1; each takes the place of the one before. The id of the version. */
export async function plannedTargets(cast: Cast): Promise<string> {
  const central = await cast.as('central');
  const answer = await central.post('/central/config').send({
    effectiveFrom: '2026-07-01',
    quarterly: { C1: 8000 + (made += 1) },
    milestones: [{ percent: 25, amounts: [1000, 1000, 1000, 1000] }],
    utilizationThreshold: 8000,
    bonusCap: 10_000,
  });
  if (answer.status !== 201) throw new Error(`no targets: ${answer.status} ${answer.text}`);
  return (answer.body as { config: { id: string } }).config.id;
}
