import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.js';
import { openContainer } from '../src/container.js';
import { createLogger } from '../src/platform/logger.js';
import { projectRoot } from '../src/project-root.js';
import { seedOrganization } from './seed/seed-organization.js';

/*
 * Fills an empty data folder with an organization of any size, two fiscal years old, in minutes:
 *   npm run bench:seed -- --people 10000 --entries 1000000 --out var/seed/10000
 * The folder is a DATA_DIR of the embedded engine. accounts.txt beside the database says who may sign in.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '300' },
    entries: { type: 'string', default: '30000' },
    out: { type: 'string' },
  },
});
const [people, entries] = [Number(values.people), Number(values.entries)];
if (values.out === undefined || !Number.isSafeInteger(people) || !Number.isSafeInteger(entries) || people < 30) {
  console.error('Usage: npm run bench:seed -- --people <30 or more> --entries <number> --out <new folder>');
  process.exit(2);
}
const folder = path.resolve(values.out);
if (existsSync(path.join(folder, 'data.sqlite'))) {
  console.error(`There is a database in ${folder} already. Name another folder, or remove it.`);
  process.exit(2);
}
await mkdir(folder, { recursive: true });
const config = readConfig(
  { ...process.env, DATA_DIR: folder, UPLOADS_DIR: path.join(folder, 'uploads'), MONGO_URI: undefined },
  projectRoot(),
);
const container = await openContainer(config, { logger: createLogger({ level: 'warn', pretty: false }) });
const begun = performance.now();
try {
  const accounts = await seedOrganization(container, { people, entries }, (line) => {
    console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  });
  await writeFile(path.join(folder, 'accounts.txt'), `${accounts.join('\n')}\n`);
} finally {
  await container.close();
}
