import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, found from where this file runs: `src/` in development, `dist/src/` when compiled. */
export function projectRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('The folder with package.json is missing.');
    folder = parent;
  }
  return folder;
}

/** True for compiled code, whose templates do not change while it runs. */
export function runsCompiled(): boolean {
  return import.meta.url.includes('/dist/');
}
