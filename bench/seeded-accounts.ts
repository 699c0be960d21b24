import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningServer } from './servers.js';

/** The password of every account of a seed. */
const PASSWORD = 'Points-demo-2026';

export interface SignedIn {
  readonly id: string;
  readonly cookie: string;
}

/** Addresses by duty, as the seed says them beside its database. */
export type Accounts = ReadonlyMap<string, string>;

export async function accountsOf(folder: string): Promise<Accounts> {
  const text = await readFile(path.join(folder, 'accounts.txt'), 'utf8');
  return new Map(
    text.split('\n').flatMap((line) => {
      const [role, email] = line.split(/\s+/);
      return role !== undefined && email?.includes('@') === true ? [[role, email] as const] : [];
    }),
  );
}

export async function signIn({ url }: RunningServer, email: string | undefined): Promise<SignedIn> {
  const answer = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`sign-in of ${email ?? 'nobody'} answered ${answer.status}`);
  const { person } = (await answer.json()) as { person: { id: string } };
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return { id: person.id, cookie: cookies.join('; ') };
}

/** The value below which a share of the times lies. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
