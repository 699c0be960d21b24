import type { Server } from 'node:http';

/**
 * Stops accepting, lets requests at hand finish and ends connections that wait for a next one. Resolves when nobody is
 * connected any more; sockets that were upgraded have to be closed by whoever owns them.
 */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    server.close((error) => {
      clearInterval(idle);
      if (error === undefined || (error as NodeJS.ErrnoException).code === 'ERR_SERVER_NOT_RUNNING') resolve();
      else reject(error);
    });
    server.closeIdleConnections();
  });
}
