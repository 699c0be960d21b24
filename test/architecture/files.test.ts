import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.js';

const CODE = ['src', 'scripts', 'packages', 'test', 'public/js'];
const ENDINGS = ['.ts', '.mjs', '.js'];

describe('source files', () => {
  const files = sourceFiles(CODE, ENDINGS);

  it('are found at all', () => {
    expect(files.length).toBeGreaterThan(200);
  });

  it('stay small: at most 300 lines, tests 600', () => {
    const limit = (path: string) => (path.endsWith('.test.ts') ? 600 : 300);
    const large = files.filter((file) => file.lines > limit(file.path));
    expect(large.map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  it('have kebab-case names with the kind behind a dot', () => {
    const strange = files.filter(
      (file) =>
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+(-[a-z]+)*)*\.(ts|mts|mjs|js)$/.test(file.path.split('/').at(-1) ?? ''),
    );
    expect(strange.map((file) => file.path)).toEqual([]);
  });

  it('are named after what they are, not utils, helper, manager or handler', () => {
    const vague = files.filter((file) =>
      /(^|[-./])(utils?|helpers?|managers?|handlers?|misc|common-stuff)([-./]|$)/.test(file.path),
    );
    expect(vague.map((file) => file.path)).toEqual([]);
  });

  it('leave nothing to do and switch no rule off without a reason', () => {
    const unfinished = files.filter(
      (file) => /\b(TODO|FIXME|XXX|HACK)\b/.test(file.text) && !file.path.startsWith('test/architecture/'),
    );
    expect(unfinished.map((file) => file.path)).toEqual([]);
    const silent = files.filter(
      (file) =>
        /eslint-disable(?!.* -- )|@ts-ignore|@ts-nocheck/.test(file.text) &&
        !file.path.startsWith('test/architecture/'),
    );
    expect(silent.map((file) => file.path)).toEqual([]);
  });

  it('keep no test switched off', () => {
    const tests = files.filter((file) => file.path.endsWith('.test.ts') && !file.path.startsWith('test/architecture/'));
    expect(
      tests.filter((file) => /\b(it|test|describe)\.(only|skip|todo)\b/.test(file.text)).map((file) => file.path),
    ).toEqual([]);
  });
});

describe('workspace routers', () => {
  const routers = sourceFiles(['src/web/routers']).filter((file) => !file.path.endsWith('.test.ts'));

  it('are declarations of at most 80 lines', () => {
    expect(routers.length).toBeGreaterThan(5);
    expect(routers.filter((file) => file.lines > 80).map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });
});
