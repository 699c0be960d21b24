import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../../src/project-root.js';
import { UNITS } from '../../src/kernel/units.js';
import type { TestApp } from './app.js';
import type { Cast } from './cast.js';
import { pdf, raise, upload, type DecidingUnit, type RequestBody } from './records.js';

/** A record of every sort that an address names by id. */
export interface SampleRecords {
  /** A pending request in each unit that decides. */
  readonly requests: Readonly<Record<DecidingUnit, RequestBody>>;
  /** Evidence of a request in marketing. */
  readonly evidence: string;
  /** A checked people file. */
  readonly importId: string;
  readonly mail: string;
}

/** The people file that ships with the product. */
export function peopleFile(): Promise<Buffer> {
  return readFile(path.join(projectRoot(), 'data', 'adventureworks', 'people.csv'));
}

export async function createRecords(app: TestApp, cast: Cast): Promise<SampleRecords> {
  const employee = await cast.as('employee');
  const evidence = await upload(employee, pdf('of the sample'));
  const requests: Partial<Record<DecidingUnit, RequestBody>> = {};
  for (const unit of UNITS) {
    if (unit === 'central' || unit === 'dp') continue;
    requests[unit] = await raise(cast, unit, unit === 'marketing' ? { attachmentIds: [evidence] } : {});
  }
  const hr = await cast.as('hrAdmin');
  const checked = await hr.post('/hr/imports/people').attach('file', await peopleFile(), 'people.csv');
  await app.settle();
  const mails = await hr.get('/dev/mailbox');
  const [mail] = (mails.body as { items: { id: string }[] }).items;
  if (mail === undefined) throw new Error('no mail was kept');
  return {
    requests: requests as Record<DecidingUnit, RequestBody>,
    evidence,
    importId: (checked.body as { import: { id: string } }).import.id,
    mail: mail.id,
  };
}
