import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';

/** Files of other projects that we serve ourselves, and nothing else of theirs. */
const VENDOR_FILES: Readonly<Record<string, string>> = {
  '/vendor/bootstrap.css': 'bootstrap/dist/css/bootstrap.min.css',
  '/vendor/bootstrap.rtl.css': 'bootstrap/dist/css/bootstrap.rtl.min.css',
  '/vendor/chart.js': 'chart.js/dist/chart.umd.min.js',
  '/vendor/socket.io.js': 'socket.io-client/dist/socket.io.esm.min.js',
};

/** The nearest folder above this file that has `public/`: the source and the compiled tree lie at different depths. */
function findProjectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'public', 'css'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the folder public/ is missing');
    folder = parent;
  }
  return folder;
}

const root = findProjectRoot();
const publicDir = join(root, 'public');
const versions = new Map<string, { changed: number; address: string; checked: number }>();
/** How long a file counts as unchanged; pages name a dozen files each. */
const UNCHECKED_MS = 1000;
/** Everything else is no file of ours, and is not looked for on the disk. */
const FOLDERS = /^\/(css|js|icons|vendor)\//;

/** Where a file of this address lies, or undefined when we have none. */
function fileOf(path: string): string | undefined {
  const vendor = Object.hasOwn(VENDOR_FILES, path) ? VENDOR_FILES[path] : undefined;
  if (vendor !== undefined) return join(root, 'node_modules', vendor);
  const file = normalize(join(publicDir, path));
  return file.startsWith(publicDir + sep) && statSync(file, { throwIfNoEntry: false })?.isFile() === true
    ? file
    : undefined;
}

/**
 * The address of one of our files with a version made from its content, so that browsers may keep it for a year:
 * `/css/app.css` -> `/css/app.css?v=1f0c…`. Hashed once per change. Throws RangeError when there is no such file.
 */
export function asset(path: string): string {
  const now = performance.now();
  const known = versions.get(path);
  if (known !== undefined && now - known.checked < UNCHECKED_MS) return known.address;
  const file = fileOf(path);
  if (file === undefined) throw new RangeError(`no such asset: ${path}`);
  const changed = statSync(file).mtimeMs;
  if (known?.changed === changed) {
    known.checked = now;
    return known.address;
  }
  const version = createHash('sha256').update(readFileSync(file)).digest('base64url').slice(0, 12);
  const address = `${path}?v=${version}`;
  versions.set(path, { changed, address, checked: now });
  return address;
}

/** A year for the address of exactly this content; whatever else was asked for is checked again each time. */
function cacheControl(path: string, url: string): string {
  return fileOf(path) !== undefined && url === asset(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/** Serves `public/` and the listed vendor files. */
export function assetRouter(): Router {
  const router = Router();
  router.use((req, _res, next) => {
    next(FOLDERS.test(req.path) ? undefined : 'router');
  });
  router.get(Object.keys(VENDOR_FILES), (req, res, next) => {
    const file = fileOf(req.path);
    if (file === undefined) {
      next();
      return;
    }
    res.setHeader('Cache-Control', cacheControl(req.path, req.originalUrl));
    res.sendFile(file, { cacheControl: false });
  });
  router.use(
    express.static(publicDir, {
      index: false,
      redirect: false,
      cacheControl: false,
      setHeaders: (res) => {
        const { path, originalUrl } = res.req as express.Request;
        res.setHeader('Cache-Control', cacheControl(path, originalUrl));
      },
    }),
  );
  return router;
}
