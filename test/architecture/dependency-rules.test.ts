import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './source-files.js';

const run = promisify(execFile);
const CRUISER = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const RULES = path.join(ROOT, '.dependency-cruiser.cjs');

interface Report {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** Names of the broken rules with the import that breaks each. */
async function violations(folder: string, ...targets: string[]): Promise<string[]> {
  const { stdout } = await run(process.execPath, [CRUISER, ...targets, '--config', RULES, '--output-type', 'json'], {
    cwd: folder,
    maxBuffer: 256 * 1024 * 1024,
  }).catch((error: unknown) => error as { stdout: string });
  const report = JSON.parse(stdout) as Report;
  return report.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

describe('the floors of the house', () => {
  it('are kept by every import', async () => {
    expect(await violations(ROOT, 'src', 'packages/embedded-mongo/src')).toEqual([]);
  });
});

describe('the rules about floors', () => {
  let house: string;

  beforeAll(async () => {
    house = await mkdtemp(path.join(os.tmpdir(), 'house-'));
    const files: Record<string, string> = {
      'tsconfig.json': '{"compilerOptions":{"module":"NodeNext"},"include":["src"]}',
      'package.json': '{"type":"module","dependencies":{"express":"*","mongoose":"*"}}',
      'src/kernel/clock.ts': "import { storage } from '../platform/storage.js';\nexport const clock = storage;",
      'src/platform/storage.ts': 'export const storage = 1;',
      'src/platform/mail.ts': "import { people } from '../modules/people/index.js';\nexport const mail = people;",
      'src/modules/people/index.ts': "export { people } from './people.js';",
      'src/modules/people/people.ts':
        "import { requests } from '../requests/index.js';\nexport const people = requests;",
      'src/modules/people/person.model.ts': 'export const model = 1;',
      'src/modules/requests/index.ts':
        "import { model } from '../people/person.model.js';\nimport 'express';\nexport const requests = model;",
      'src/modules/gossip/index.ts': "import { people } from '../people/index.js';\nexport const gossip = people;",
      'src/web/page.ts':
        "import 'mongoose';\nimport { container } from '../container.js';\nexport const page = container;",
      'src/container.ts': "import './main.js';\nexport const container = 1;",
      'src/main.ts': 'export {};',
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(house, name)), { recursive: true });
      await writeFile(path.join(house, name), text);
    }
    await symlink(path.join(ROOT, 'node_modules'), path.join(house, 'node_modules'));
  });
  afterAll(() => rm(house, { recursive: true, force: true }));

  it('catch whoever looks up, breaks in or goes round in circles', async () => {
    const names = (await violations(house, 'src')).map((line) => line.split(' -> ')[0]);
    expect(new Set(names)).toEqual(
      new Set([
        'kernel-looks-down: src/kernel/clock.ts',
        'platform-looks-down: src/platform/mail.ts',
        'people-before-later-modules: src/modules/people/people.ts',
        'module-only-through-its-index: src/modules/requests/index.ts',
        'no-express-under-modules: src/modules/requests/index.ts',
        'known-modules: src/modules/gossip/index.ts',
        'web-looks-down: src/web/page.ts',
        'no-mongoose-under-web: src/web/page.ts',
        'demo-and-main-are-the-roof: src/container.ts',
      ]),
    );
  });

  it('catch circles', async () => {
    await writeFile(
      path.join(house, 'src/platform/egg.ts'),
      "import { hen } from './hen.js';\nexport const egg = (): unknown => hen;",
    );
    await writeFile(
      path.join(house, 'src/platform/hen.ts'),
      "import { egg } from './egg.js';\nexport const hen = (): unknown => egg;",
    );
    expect(await violations(house, 'src/platform/egg.ts')).toContain(
      'no-circular: src/platform/egg.ts -> src/platform/hen.ts',
    );
  });
});
