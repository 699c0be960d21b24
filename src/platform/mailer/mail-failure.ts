import { oneLine } from './mail-headers.js';

/** Why a mail did not get through. */
export interface MailFailure {
  /** The server will never take this mail: nobody tries it again. */
  readonly forEver: boolean;
  /** Not about this mail: the server is away or lets nobody in. All others would fare alike, so they wait as well. */
  readonly serverAway: boolean;
  /** For an administrator, on one line, without anything by which the server is signed in to. */
  readonly words: string;
}

const MAX_WORDS = 500;

const AWAY: Readonly<Record<string, string>> = {
  ECONNECTION: 'The mail server could not be reached or closed the connection.',
  ESOCKET: 'The mail server could not be reached or closed the connection.',
  EDNS: 'The name of the mail server was not found.',
  ETIMEDOUT: 'The mail server took too long to answer.',
  EABORT: 'The mail server took too long to answer.',
  ETLS: 'No safe connection to the mail server came about.',
  EREQUIRETLS: 'No safe connection to the mail server came about.',
  EPROTOCOL: 'What answered does not speak as a mail server does.',
  EAUTH: 'The mail server refused the sign-in of this installation.',
  ENOAUTH: 'The mail server asks for a sign-in that this installation does not have.',
};

/** What a failed try to send means. `secrets` are removed from the words, however the server repeats them. */
export function mailFailure(error: unknown, secrets: readonly string[] = []): MailFailure {
  const { code, responseCode: answer, response, message } = partsOf(error);
  const away = AWAY[code];
  // 421: closing down. 521: takes no mail at all. 530 to 538 are about signing in, which an operator can mend.
  const closed = answer === 421 || answer === 521 || (answer >= 530 && answer <= 538);
  const forEver = answer >= 500 && answer < 600 && !closed;
  const said = response === '' ? message : response;
  const refused = answer > 0 ? `The mail server answered: ${said}` : said;
  const words = away === undefined || forEver ? refused : `${away} (${said})`;
  return { forEver, serverAway: !forEver && (away !== undefined || closed), words: tidy(words, secrets) };
}

function partsOf(error: unknown) {
  const parts = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    code: text(parts['code']),
    responseCode: typeof parts['responseCode'] === 'number' ? parts['responseCode'] : 0,
    response: text(parts['response']),
    message: error instanceof Error ? error.message : String(error),
  };
}

function tidy(words: string, secrets: readonly string[]): string {
  return oneLine(
    secrets.reduce((text, secret) => text.replaceAll(secret, '…'), words),
    MAX_WORDS,
  );
}

/** What an address such as `smtps://user:password@host` holds that nobody shall read, in every form it travels in. */
export function secretsOf(smtpUrl: string): string[] {
  if (!URL.canParse(smtpUrl)) return [];
  const { username, password, search } = new URL(smtpUrl);
  const [user, word] = [decoded(username), decoded(password)];
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const found = [
    base64(`\u0000${user}\u0000${word}`),
    ...[user, word].flatMap((text) => [text, base64(text), encodeURIComponent(text)]),
    ...[username, password, search.slice(1)],
  ];
  // The longest first, so that no part of one is left over. Of one or two letters every sentence is full.
  return [...new Set(found)].filter((text) => text.length > 2).sort((a, b) => b.length - a.length);
}

/** What lets somebody in who reads a mail about an account: servers that refuse a mail repeat links and numbers of it. */
export function keysIn(text: string): string[] {
  const found = text.match(/[A-Za-z0-9_-]{16,}|\b\d{6,10}\b/g) ?? [];
  return [...new Set(found)].sort((a, b) => b.length - a.length);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
