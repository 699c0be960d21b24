import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { asset, assetRouter } from './assets.js';

const app = express().use(assetRouter());

describe('assets', () => {
  it.each([
    '/css/tokens.css',
    '/js/theme.js',
    '/icons/sprite.svg',
    '/vendor/bootstrap.css',
    '/vendor/bootstrap.rtl.css',
    '/vendor/chart.js',
    '/vendor/socket.io.js',
  ])('%s is kept for a year under the address of its content', async (path) => {
    const address = asset(path);
    expect(address).toMatch(/\?v=[\w-]{12}$/);
    const kept = await request(app).get(address).expect(200);
    expect(kept.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(kept.headers['content-type']).toMatch(/css|javascript|svg/);
    for (const other of [path, `${path}?v=000000000000`]) {
      const checked = await request(app).get(other).expect(200);
      expect(checked.headers['cache-control']).toBe('no-cache');
    }
  });

  it('have no address for what is not there, outside, or a folder', () => {
    for (const path of ['/css/none.css', '/../package.json', '/css', '/vendor/none.js', 'constructor']) {
      expect(() => asset(path)).toThrow(RangeError);
    }
  });

  it('serve nothing else of other projects and no folders', async () => {
    for (const path of [
      '/vendor/bootstrap/package.json',
      '/node_modules/ejs/package.json',
      '/css/',
      '/..%2fpackage.json',
      '/.env',
    ]) {
      expect((await request(app).get(path)).status).toBeGreaterThanOrEqual(400);
    }
  });
});
