import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail server on loopback that keeps what it gets, and can be told to refuse. */
export async function startMailServer(port = 0) {
  const mails: Email[] = [];
  let answer: { code: number; text: string; recipient?: string } | undefined;
  let accepted: (() => void) | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
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
        void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
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
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
