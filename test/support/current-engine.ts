import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const COMPILED = path.resolve(import.meta.dirname, '../../packages/embedded-mongo/dist');
const BUNDLE = path.join(COMPILED, 'worker', 'engine-worker.bundle.js');

/** Before the tests of a project: an engine that was compiled without its worker would be tested with an older one. */
export function setup(): void {
  const bundled = statSync(BUNDLE, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newer = readdirSync(COMPILED, { recursive: true, encoding: 'utf8' }).find((name) => {
    const file = path.join(COMPILED, name);
    return name.endsWith('.js') && file !== BUNDLE && statSync(file).mtimeMs > bundled;
  });
  if (newer !== undefined || bundled === 0)
    throw new Error('the engine was compiled without its worker: npm run build');
}
