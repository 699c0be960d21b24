import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';
import type { Config } from './config.js';
import { openContainer, type Container } from './container.js';
import { prepareDemoApart, type DemoAccount } from './demo/index.js';
import { createRealtime } from './realtime/index.js';
import { closeServer, createShutdown } from './platform/shutdown/index.js';
import { removeAbandonedUploads } from './platform/uploads/index.js';
import { startReport } from './start-report.js';

/** Connects, listens, stops. What a process consists of is built by the container. */
export async function serve(config: Config): Promise<void> {
  const wantsDemo = config.mode === 'development' && !process.argv.includes('--empty');
  const accounts: readonly DemoAccount[] = wantsDemo ? await prepareDemoApart(config) : [];
  const container = await openContainer(config, { demo: accounts.length > 0 });
  try {
    await listen(container, accounts);
  } catch (error) {
    // The process ends without noise only once the engine's thread is gone.
    await container.close();
    throw error;
  }
}

async function listen(container: Container, accounts: readonly DemoAccount[]): Promise<void> {
  const { config, logger } = container;
  const shutdown = createShutdown({ logger });
  const app = createApp({
    services: container,
    sessionMiddleware: container.sessionMiddleware,
    stopping: () => shutdown.stopping,
  });
  const server = createServer(app);
  const realtime = createRealtime({
    httpServer: server,
    sessionMiddleware: container.sessionMiddleware,
    access: container.people.access,
    live: container.notifications.live,
    outbox: container.outbox,
    redis: container.redis,
    logger,
    publicUrl: config.publicUrl,
  });
  container.start();
  await removeAbandonedUploads(config.uploadsDir, container.clock.now());
  const host = config.host ?? (config.mode === 'production' ? undefined : 'localhost');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: config.port, host }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await startReport(container, { port, accounts });
  container.exports.failInterrupted().catch((error: unknown) => {
    logger.error({ err: error }, 'interrupted exports could not be marked');
  });
  container.imports.resumeInterrupted().catch((error: unknown) => {
    logger.error({ err: error }, 'interrupted imports could not be resumed');
  });
  container.bonuses.resumeInterrupted().catch((error: unknown) => {
    logger.error({ err: error }, 'interrupted runs of bonuses could not be resumed');
  });
  shutdown.step('long work', () => container.halt());
  shutdown.step('sockets', () => realtime.close());
  shutdown.step('server', () => closeServer(server));
  shutdown.step('container', () => container.close());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      void shutdown.stop(signal).then((clean) => process.exit(clean ? 0 : 1));
    });
  }
}
