import { describe, expect, it } from 'vitest';
import { copiesAmong } from './copies.js';
import { sourceFiles } from './source-files.js';

const isTest = (path: string) => path.endsWith('.test.ts');

describe('no two routers, pages or views are copies', () => {
  it.each([
    ['routers', ['src/web/routers'], ['.ts']],
    ['pages', ['src/web/pages'], ['.ts']],
    ['views', ['views'], ['.ejs']],
  ] as const)('%s', (_what, folders, endings) => {
    const files = sourceFiles(folders, endings).filter(({ path }) => !isTest(path));
    expect(files.length).toBeGreaterThan(5);
    const found = copiesAmong(files);
    expect(found.map(({ file, of, share }) => `${Math.round(share * 100)} % of ${file} stands in ${of}`)).toEqual([]);
  });

  it('would be noticed, also when the unit is called otherwise', () => {
    const [page] = sourceFiles(['src/web/pages']).filter(({ path, lines }) => !isTest(path) && lines > 100);
    const text = (page?.text ?? '').replaceAll('actor', 'pm');
    const renamed = { path: 'renamed.ts', text: text.replaceAll(/\bpm\b/g, 'presales') };
    expect(copiesAmong([{ path: 'original.ts', text }, renamed])).toEqual([
      expect.objectContaining({ share: expect.any(Number) as number }),
    ]);
    expect(copiesAmong([{ path: 'original.ts', text }])).toEqual([]);
  });
});
