import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './source-files.js';

type Versions = Readonly<Record<string, string>>;

interface Row {
  readonly version: string;
  readonly licence: string;
  readonly why: string;
}

const read = (...file: string[]) => readFileSync(path.join(ROOT, ...file), 'utf8');
const manifest = (...folder: string[]) =>
  JSON.parse(read(...folder, 'package.json')) as {
    dependencies: Versions;
    devDependencies?: Versions;
    license?: string;
  };

/** Section of docs/dependencies.md and what it lists. */
const SECTIONS: readonly (readonly [heading: string, listed: Versions])[] = [
  ['In production', manifest().dependencies],
  ['In development', manifest().devDependencies ?? {}],
  ['In packages/embedded-mongo', manifest('packages', 'embedded-mongo').dependencies],
];

/** Licences that ask for nothing but the notice. */
const PERMISSIVE = ['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];
/** Used unchanged in tests and never shipped. */
const DEVELOPMENT_ONLY: Versions = { 'axe-core': 'MPL-2.0' };

function rowsOf(heading: string): Map<string, Row> {
  const section = read('docs', 'dependencies.md')
    .split(/^## /m)
    .find((part) => part.startsWith(`${heading}\n`));
  const rows = [...(section ?? '').matchAll(/^\| `([^`]+)` \| (\S+) \| (\S+) \| (.*) \|$/gm)];
  return new Map(rows.map(([, name = '', version = '', licence = '', why = '']) => [name, { version, licence, why }]));
}

describe.each(SECTIONS)('docs/dependencies.md, "%s"', (heading, listed) => {
  const rows = rowsOf(heading);

  it('has a row for each dependency, in order and with its version', () => {
    const documented = [...rows].map(([name, { version }]) => [name, version]);
    expect(documented).toEqual(Object.entries(listed));
  });

  it('says why', () => {
    expect([...rows].filter(([, { why }]) => why.trim().length < 5)).toEqual([]);
  });

  it('names the licence of what is installed', () => {
    const documented = [...rows].map(([name, { licence }]) => [name, licence]);
    const installed = [...rows.keys()].map((name) => [name, manifest('node_modules', name).license]);
    expect(documented).toEqual(installed);
  });

  it('has permissive licences only', () => {
    const allowed = (name: string, licence: string) =>
      PERMISSIVE.includes(licence) || (heading === 'In development' && DEVELOPMENT_ONLY[name] === licence);
    expect([...rows].filter(([name, { licence }]) => !allowed(name, licence))).toEqual([]);
  });
});
