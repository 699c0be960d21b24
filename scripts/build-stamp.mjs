import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const STAMP = path.join(ROOT, 'dist', '.stamp');

/** What the compiled output is made from. */
const SOURCES = ['src', 'scripts', 'packages/embedded-mongo/src'];
const SETTINGS = [
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'packages/embedded-mongo/tsconfig.json',
  'packages/embedded-mongo/scripts/bundle-worker.mjs',
];

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(file);
    else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts')) yield file;
  }
}

/**
 * Name, size and time of every source file as one short text. Reads no file, so it takes some milliseconds; notices
 * files that were removed, which comparing times alone would not.
 */
export function sourceStamp() {
  const hash = createHash('sha256').update(process.versions.node);
  const files = [
    ...SETTINGS.map((name) => path.join(ROOT, name)),
    ...SOURCES.flatMap((name) => [...filesUnder(path.join(ROOT, name))]),
  ];
  for (const file of files.sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${path.relative(ROOT, file)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** True when the compiled output was made from the sources as they are now. */
export function isFresh() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8').trim() === sourceStamp();
}

/** Remembers from which sources the output was made. */
export function writeStamp(stamp = sourceStamp()) {
  mkdirSync(path.dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, `${stamp}\n`);
}
