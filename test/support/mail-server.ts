import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail server on loopback that keeps what it gets, and can be told to refuse, to be slow, and to drop the line. */
export async function startMailServer(port = 0, login?: { readonly user: string; readonly password: string }) {
  const mails: Email[] = [];
  let answer: { code: number; text: string; recipient?: string } | undefined;
  let accepted: (() => void) | undefined;
  let dropping = false;
  let hold: Promise<void> | undefined;
  const hangUp = () => {
    for (const connection of server.connections) (connection as unknown as { _socket: Socket })._socket.destroy();
  };
  const server = new SMTPServer({
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disabledCommands: login === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    onAuth({ username, password }, _session, callback) {
      if (username === login?.user && password === login?.password) callback(null, { user: username });
      // Some servers repeat what they were told.
      else callback(Object.assign(new Error(`nobody is called ${username} ${password}`), { responseCode: 535 }));
    },
    logger: false,
    closeTimeout: 200,
    onRcptTo(address, _session, callback) {
      if (answer !== undefined && (answer.recipient ?? address.address) === address.address) {
        callback(Object.assign(new Error(answer.text), { responseCode: answer.code }));
        return;
      }
      callback();
    },
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (dropping) return hangUp();
        void Promise.resolve(hold)
          .then(() => PostalMime.parse(Buffer.concat(chunks)))
          .then((mail) => {
            mails.push(mail);
            accepted?.();
            callback();
          }, callback);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.server.address() as AddressInfo).port;
  return {
    url: `smtp://127.0.0.1:${bound}`,
    port: bound,
    mails,
    refuse(code: number, text: string, recipient?: string) {
      answer = recipient === undefined ? { code, text } : { code, text, recipient };
    },
    accept() {
      answer = undefined;
    },
    /** Calls back whenever a mail has arrived and before the server says so. */
    onArrival(callback: () => void) {
      accepted = callback;
    },
    /** Hangs up in the middle of every mail, until told otherwise. */
    drop(yes: boolean) {
      dropping = yes;
    },
    /** Answers nothing to a mail until the promise is kept. */
    hold(until: Promise<void>) {
      hold = until;
    },
    connections: () => server.connections.size,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
