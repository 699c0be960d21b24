import type { Cast } from './cast.js';

let categories = 0;

/** Makes a category that nobody used, and gives its code. */
export async function newCategory(cast: Cast, changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const code = `hackathon_${(categories += 1)}`;
  const hr = await cast.as('hrAdmin');
  const answer = await hr.post('/hr/categories/new').send({
    ...{ code, name: `Hackathon ${categories}`, unit: 'hr', kinds: ['award'], baseValue: 400, evidence: 'none' },
    ...changes,
  });
  if (answer.status !== 201) throw new Error(`no category: ${answer.status} ${answer.text}`);
  return code;
}

/** An entry as its JSON shows it, as far as tests look at it. */
export interface EntryBody {
  readonly id: string;
  readonly personId: string;
  readonly points: number;
  readonly quarter: string;
}

/** HR allocates points of a category to the employee. */
export async function allocate(cast: Cast, changes: Readonly<Record<string, unknown>> = {}): Promise<EntryBody> {
  const hr = await cast.as('hrAdmin');
  const answer = await hr.post('/hr/points-allocation').send({
    ...{ personId: cast.people.employee.id, categoryCode: 'feedback', notes: 'Honest feedback, on time.' },
    ...changes,
  });
  if (answer.status !== 201) throw new Error(`nothing allocated: ${answer.status} ${answer.text}`);
  return (answer.body as { entry: EntryBody }).entry;
}
