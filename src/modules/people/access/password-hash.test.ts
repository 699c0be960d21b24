import { describe, expect, it } from 'vitest';
import { HashLine } from './hash-line.js';
import { createPasswordHashing } from './password-hash.js';

const hashing = (pepper: string, cost = 4) => createPasswordHashing({ pepper, cost, line: new HashLine() });

describe('password hashes', () => {
  it('match the same password and no other', async () => {
    const { hash, matches } = hashing('a pepper');
    const stored = await hash('correct horse');
    expect(await matches('correct horse', stored)).toBe(true);
    expect(await matches('correct horse ', stored)).toBe(false);
    expect(await matches('Correct horse', stored)).toBe(false);
  });

  it('tell passwords apart that differ only after 72 bytes or after a NUL', async () => {
    const { hash, matches } = hashing('a pepper');
    const stored = await hash(`${'x'.repeat(80)}a`);
    expect(await matches(`${'x'.repeat(80)}b`, stored)).toBe(false);
    expect(await matches('secret\u0000b', await hash('secret\u0000a'))).toBe(false);
  });

  it('are worth nothing without the pepper', async () => {
    const stored = await hashing('one pepper').hash('correct horse');
    expect(await hashing('another pepper').matches('correct horse', stored)).toBe(false);
  });

  it('take as long for nobody as for somebody', async () => {
    const { hash, matches } = hashing('a pepper', 9);
    const stored = await hash('correct horse');
    const somebody: number[] = [];
    const nobody: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      somebody.push(await timed(() => matches('wrong', stored)));
      nobody.push(await timed(() => matches('wrong', undefined)));
    }
    const ratio = median(nobody) / median(somebody);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
