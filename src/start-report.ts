import type { Container } from './container.js';
import type { DemoAccount } from './demo/index.js';
import { paths } from './web/paths.js';

/** Says on the console where the product is and how to get in. */
export async function startReport(
  container: Container,
  started: { readonly port: number; readonly accounts: readonly DemoAccount[] },
): Promise<void> {
  const { config, organizations, firstRun, storage } = container;
  const address = config.port === started.port ? config.publicUrl : `http://localhost:${started.port}`;
  const lines = [`Prowess Points is at ${address} (${storage.kind === 'embedded' ? 'embedded engine' : 'MongoDB'})`];
  if ((await organizations.count()) === 0) {
    lines.push('', `Set it up at ${address}${paths.setup}`, `Setup token: ${firstRun.token}`);
  }
  if (started.accounts.length > 0) lines.push('', ...accountTable(started.accounts));
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}

function accountTable(accounts: readonly DemoAccount[]): string[] {
  const rows = accounts.map(({ role, name, email }) => [role, name, email] as const);
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length)) + 2;
  const password = accounts[0]?.password ?? '';
  return [
    `Demo accounts, all with the password ${password}`,
    ...rows.map(([role, name, email]) => `  ${role.padEnd(width(0))}${name.padEnd(width(1))}${email}`),
  ];
}
