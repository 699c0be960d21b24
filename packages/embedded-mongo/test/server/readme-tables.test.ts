import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';
import { reference, refusedOptions } from './reference.js';

/* `npm run docs` writes what this test compares. */
const README = new URL('../../README.md', import.meta.url);
const BEGIN = '<!-- reference: written by npm run docs -->';
const END = '<!-- end of reference -->';

let local: LocalEngine;
beforeAll(() => {
  local = openLocalEngine();
});
afterAll(() => local.close());

/** Lines without the padding of tables. */
function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/ +/g, ' ').replace(/-{3,}/g, '---').trim())
    .filter((line) => line !== '');
}

describe('the reference in README.md', () => {
  it('says of every name what the engine says when asked', async () => {
    const said = await reference(local);
    const readme = readFileSync(README, 'utf8');
    const [before, rest = ''] = readme.split(BEGIN);
    const [written = '', after = ''] = rest.split(END);
    if (process.env['WRITE_DOCS'] === '1') {
      writeFileSync(README, `${before}${BEGIN}\n\n${said}\n\n${END}${after}`);
      return;
    }
    const [now, then] = [lines(said), lines(written)];
    const add = now.filter((line) => !then.includes(line));
    const drop = then.filter((line) => !now.includes(line));
    expect({ add, drop }, 'README.md is behind the engine: npm run docs').toEqual({ add: [], drop: [] });
  });

  it.each(refusedOptions())('is right that %s refuses the option %s', async (command, option) => {
    const required = { ...NEEDED[command], [option]: option === 'collation' ? { locale: 'de' } : true };
    const answer = await local.command({ [command]: 'reference', ...required });
    expect(answer).toMatchObject({ ok: 0, code: 238 });
    expect(answer['errmsg']).toContain(option);
  });
});

/** What commands cannot do without. */
const NEEDED: Readonly<Record<string, object>> = {
  aggregate: { pipeline: [], cursor: {} },
  distinct: { key: 'a' },
  update: { updates: [] },
  delete: { deletes: [] },
  createIndexes: { indexes: [{ key: { a: 1 }, name: 'i' }] },
};
