import { describe, expect, it } from 'vitest';
import { importsOf, sourceFiles } from './source-files.js';

const files = sourceFiles(['src']).filter((file) => !file.path.endsWith('.test.ts'));
const moduleOf = (path: string): string | undefined => /^src\/modules\/([^/]+)\//.exec(path)?.[1];

describe('modules', () => {
  const modules = [...new Set(files.flatMap((file) => moduleOf(file.path) ?? []))];

  it('each have a front door', () => {
    expect(modules.length).toBeGreaterThan(8);
    const doors = files.map((file) => file.path);
    expect(modules.filter((name) => !doors.includes(`src/modules/${name}/index.ts`))).toEqual([]);
  });

  it('are entered through it only', () => {
    const burglars = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => moduleOf(target) !== undefined && moduleOf(target) !== moduleOf(file.path))
        .filter((target) => !target.endsWith('/index.ts') || target.split('/').length !== 4)
        .map((target) => `${file.path} -> ${target}`),
    );
    expect(burglars).toEqual([]);
  });

  it('keep their models to themselves', () => {
    const leaks = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => target.endsWith('.model.ts'))
        .filter((target) => moduleOf(target) !== moduleOf(file.path) || file.path.endsWith('/index.ts'))
        // The outbox is a part of the platform and not of a module.
        .filter((target) => !target.startsWith('src/platform/') || !file.path.startsWith('src/platform/'))
        .map((target) => `${file.path} -> ${target}`),
    );
    expect(leaks).toEqual([]);
  });

  it('know no HTTP', () => {
    const web = ['express', 'express-session', 'multer', 'socket.io', 'helmet'];
    const guilty = files.filter(
      (file) => moduleOf(file.path) !== undefined && importsOf(file).some((target) => web.includes(target)),
    );
    expect(guilty.map((file) => file.path)).toEqual([]);
  });

  it('keep records above organizations only where there is no organization yet', () => {
    const known = ['organizations', 'people', 'notifications'];
    const guilty = files.filter((file) => file.text.includes('.globalModel') && moduleOf(file.path) !== undefined);
    expect(guilty.filter((file) => !known.includes(moduleOf(file.path) ?? '')).map((file) => file.path)).toEqual([]);
  });

  it('start every index with the organization, or say above it why not', () => {
    const models = files.filter(
      (file) => file.path.endsWith('.model.ts') && ![undefined, 'organizations'].includes(moduleOf(file.path)),
    );
    const unbound = models.flatMap((file) => {
      const lines = file.text.split('\n');
      return lines.filter(
        (line, index) =>
          /\.index\(\s*\{/.test(line) &&
          !/\.index\(\s*\{\s*organization\b/.test(line) &&
          !lines[index - 1]?.trim().startsWith('//'),
      );
    });
    expect(unbound).toEqual([]);
  });
});

describe('the web floor', () => {
  it('knows no database', () => {
    const guilty = files.filter(
      (file) =>
        /^src\/(web|realtime)\//.test(file.path) &&
        importsOf(file).some((target) => /^(mongoose|mongodb)(\/|$)/.test(target)),
    );
    expect(guilty.map((file) => file.path)).toEqual([]);
  });

  it('builds addresses in one place', () => {
    const literal = /(?:redirect\(\s*\d*,?\s*|href:\s*|path:\s*)['"`]\/[a-z]/;
    const guilty = files.filter(
      (file) => /^src\/web\/(pages|routers|workspaces)\//.test(file.path) && literal.test(file.text),
    );
    expect(guilty.map((file) => file.path)).toEqual([]);
  });
});
