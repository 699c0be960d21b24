import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server on loopback that a test can cut half-way, as when a laptop leaves the network. */
export interface BreakableLine {
  readonly port: number;
  /** Ends every connection and lets none in. */
  cut(): void;
  mend(): void;
  close(): void;
}

export async function breakableLine(target: number): Promise<BreakableLine> {
  const sockets = new Set<Socket>();
  let broken = false;
  const server = createServer((near) => {
    if (broken) {
      near.destroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      broken = true;
      endAll();
    },
    mend() {
      broken = false;
    },
    close() {
      endAll();
      server.close();
    },
  };
}
