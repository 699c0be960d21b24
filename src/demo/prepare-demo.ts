import type { Config } from '../config.js';
import { openContainer } from '../container.js';
import { ManualClock, systemClock } from '../kernel/clock.js';
import { createLogger } from '../platform/logger.js';
import { createDemo, type DemoOptions } from './create-demo.js';
import { DEMO_PASSWORD, type DemoAccount } from './demo-accounts.js';
import { readMarker, writeMarker } from './demo-marker.js';
import { terminalProgress } from './terminal-progress.js';

/**
 * Makes the demo where there is nothing yet, and says with which accounts it can be looked at. Only on the embedded
 * engine: a database server is never filled unasked. Data that were not made by the demo are left alone, and a demo that
 * was not finished is thrown away and made anew. Quick where the demo is ready.
 */
export async function prepareDemo(
  config: Config,
  options: Partial<Pick<DemoOptions, 'now' | 'size' | 'onProgress'>> = {},
): Promise<DemoAccount[]> {
  if (config.mongoUri !== undefined) return [];
  const marker = await readMarker(config.dataDir);
  if (marker.state === 'foreign') return [];
  if (marker.state === 'ready') return marker.accounts.map((account) => ({ ...account, password: DEMO_PASSWORD }));

  // Written before anything else is, so that data without a finished demo are known for what they are.
  if (marker.state === 'none') await writeMarker(config.dataDir, { state: 'unfinished', accounts: [] });
  const now = options.now ?? systemClock.now();
  const clock = new ManualClock(now);
  const container = await openContainer(config, {
    clock,
    logger: createLogger({ level: 'warn', pretty: false }),
    demo: true,
  });
  try {
    // The engine's lock is held from here on: whatever is unfinished, no other process is at it.
    if (marker.state === 'unfinished') {
      await container.storage.connection.dropDatabase();
      await container.storage.prepare();
    }
    const onProgress = options.onProgress ?? terminalProgress(process.stdout);
    const accounts = await createDemo(
      { ...container, clock },
      { rootDir: config.rootDir, now, ...options, onProgress },
    );
    await writeMarker(config.dataDir, {
      state: 'ready',
      accounts: accounts.map(({ role, name, email }) => ({ role, name, email })),
    });
    return accounts;
  } finally {
    await container.close();
  }
}
