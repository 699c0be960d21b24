import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestStorage, type TestStorage } from '../../../test/support/storage.js';
import { silentLogger } from '../../../test/support/temporary-storage.js';
import { ManualClock, systemClock, type Clock } from '../../kernel/clock.js';
import { createScheduler } from './scheduler.js';

let opened: TestStorage;
beforeAll(async () => {
  opened = await createTestStorage();
});
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.storage.connection.collection('job_locks').deleteMany({});
});

function process(clock: Clock) {
  opened.storage.connection.deleteModel(/^JobLock$/);
  return createScheduler({ storage: opened.storage, clock, logger: silentLogger });
}

describe('the scheduler', () => {
  it('runs a job in one process, and again when its time has come', async () => {
    const clock = new ManualClock('2025-11-12T06:00:00Z');
    const ran: string[] = [];
    const [first, second] = [process(clock), process(clock)];
    first.every('reminders', 60_000, () => Promise.resolve(void ran.push('first')));
    second.every('reminders', 60_000, () => Promise.resolve(void ran.push('second')));
    const turns = await Promise.all([first.run('reminders'), second.run('reminders')]);
    expect(turns.filter(Boolean)).toHaveLength(1);
    expect(await second.run('reminders')).toBe(false);
    expect(ran).toHaveLength(1);
    clock.advance(60_000);
    expect(await second.run('reminders')).toBe(true);
    expect(ran.at(-1)).toBe('second');
  });

  it('goes on after a job that failed', async () => {
    const scheduler = process(systemClock);
    let turns = 0;
    scheduler.every('failing', 20, () => {
      turns += 1;
      return Promise.reject(new Error('once more'));
    });
    scheduler.start();
    await vi.waitFor(() => expect(turns).toBeGreaterThan(1), { timeout: 5000 });
    await scheduler.stop();
  });

  it('waits for the job at hand when it stops, and runs none afterwards', async () => {
    const scheduler = process(systemClock);
    let finish: (() => void) | undefined;
    const done: string[] = [];
    scheduler.every('slow', 10, async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      done.push('job');
    });
    scheduler.start();
    await vi.waitFor(() => expect(finish).toBeDefined(), { timeout: 5000 });
    const stopped = scheduler.stop().then(() => done.push('stopped'));
    finish?.();
    await stopped;
    expect(done).toEqual(['job', 'stopped']);
  });

  it('refuses two jobs of one name', () => {
    const scheduler = process(systemClock);
    scheduler.every('a', 1, () => Promise.resolve());
    expect(() => scheduler.every('a', 1, () => Promise.resolve())).toThrow(RangeError);
  });
});
