import { readdir } from 'node:fs/promises';
import type { Unit } from '../../src/kernel/units.js';
import type { Agent } from './agents.js';
import type { TestApp } from './app.js';
import type { Cast, Role } from './cast.js';

/** The smallest file that is a PDF. `text` makes its content one of its own. */
export function pdf(text = 'evidence'): Buffer {
  return Buffer.from(`%PDF-1.4\n% ${text}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`);
}

/** Uploads evidence and gives its id. */
export async function upload(agent: Agent, content: Buffer = pdf(), name = 'evidence.pdf'): Promise<string> {
  const answer = await agent.post('/employee/attachments').attach('file', content, name);
  if (answer.status !== 201) throw new Error(`not stored: ${answer.status} ${answer.text}`);
  return (answer.body as { attachment: { id: string } }).attachment.id;
}

/** A request as its JSON shows it, as far as tests look at it. */
export interface RequestBody {
  readonly id: string;
  readonly status: string;
  readonly points: number;
  readonly period: string;
  readonly approver: { readonly id: string; readonly name: string };
}

/** A claim of the employee's that breaks no rule, by unit. */
const CLAIMS: Readonly<
  Record<Exclude<Unit, 'central' | 'dp'>, { categoryCode: string; decider: Role; evidence?: true }>
> = {
  pm: { categoryCode: 'initiative_ai', decider: 'manager' },
  pmarch: { categoryCode: 'value_add', decider: 'pmarch', evidence: true },
  pmo: { categoryCode: 'client_appreciation', decider: 'pmo' },
  hr: { categoryCode: 'feedback', decider: 'hrValidator' },
  ta: { categoryCode: 'interviews', decider: 'ta' },
  ld: { categoryCode: 'technical_session', decider: 'ld' },
  presales: { categoryCode: 'presales_adhoc', decider: 'presales' },
  marketing: { categoryCode: 'mindshare', decider: 'marketing', evidence: true },
};

export type DecidingUnit = keyof typeof CLAIMS;

/** The employee raises a request in a unit, to be decided by the unit's first decider. */
export async function raise(
  cast: Cast,
  unit: DecidingUnit = 'pm',
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<RequestBody> {
  const agent = await cast.as('employee');
  const { categoryCode, decider, evidence } = CLAIMS[unit];
  const attachmentIds = evidence === undefined ? undefined : [await upload(agent, pdf(`of a claim in ${unit}`))];
  const answer = await agent.post('/employee/raise-request').send({
    categoryCode,
    eventDate: '2025-11-10',
    notes: 'Showed the team how to review with an assistant.',
    acknowledgeDuplicate: true,
    ...(unit !== 'pm' && { approverId: cast.people[decider].id }),
    ...(attachmentIds !== undefined && { attachmentIds }),
    ...overrides,
  });
  if (answer.status !== 201) throw new Error(`not raised: ${answer.status} ${answer.text}`);
  return (answer.body as { request: RequestBody }).request;
}

const KEPT = [
  'requests',
  'entries',
  'ledger_totals',
  'ledger_accounts',
  'boards',
  'utilizations',
  'people',
  'attachments',
  'imports',
  'import_chunks',
  'events',
  'outbox',
  'mails',
] as const;

/** Everything that is stored and what lies in the upload folder, to be compared before and after what must leave no trace. */
export async function traces(app: TestApp): Promise<Readonly<Record<string, number | readonly string[]>>> {
  const { connection } = app.container.storage;
  const found: Record<string, number | readonly string[]> = {};
  for (const name of KEPT) {
    // Signing in leaves its own trace, in its own time, whatever is tried afterwards.
    const filter = name === 'events' ? { type: { $nin: ['session.started', 'session.ended', 'session.refused'] } } : {};
    found[name] = await connection.collection(name).countDocuments(filter);
  }
  const files = await readdir(app.uploadsDir, { recursive: true, withFileTypes: true }).catch(() => []);
  found['files'] = files
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
  return found;
}
