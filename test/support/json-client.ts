import { DEMO_PASSWORD } from '../../src/demo/demo-accounts.js';

/** An answer of the product to a program. */
export interface JsonAnswer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

/** A program that is signed in with a session cookie. */
export interface JsonClient {
  readonly cookie: string;
  get<T>(path: string): Promise<JsonAnswer<T>>;
  post<T>(path: string, body: object): Promise<JsonAnswer<T>>;
}

/** Speaks JSON with a running product. The cookie may come from another process of the same installation. */
export function jsonClient(url: string, cookie = ''): JsonClient {
  async function ask<T>(path: string, init: RequestInit): Promise<JsonAnswer<T>> {
    const headers = { accept: 'application/json', cookie, ...(init.headers as Record<string, string> | undefined) };
    const answer = await fetch(url + path, { ...init, headers, redirect: 'manual' });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }
  return {
    cookie,
    get: (path) => ask(path, {}),
    post: (path, body) =>
      ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  };
}

/** Signs somebody in. @throws when that is refused */
export async function signedInClient(url: string, email: string, password = DEMO_PASSWORD): Promise<JsonClient> {
  const answer = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (answer.status !== 200) throw new Error(`${email} cannot sign in: ${answer.status} ${await answer.text()}`);
  return jsonClient(url, (answer.headers.get('set-cookie') ?? '').split(';')[0]);
}
