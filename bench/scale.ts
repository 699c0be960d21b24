import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../src/project-root.js';
import { accountsOf, percentile, signIn } from './seeded-accounts.js';
import { startProduct } from './servers.js';

/*
 * What pages and decisions cost in a company of 10 000 people beside one of 300, on copies of two seeds (bench:seed).
 * Between any two answers something is written, so that no kept answer is measured.
 *   npm run bench:scale -- --small var/seed/300 --large var/seed/10000
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 40);
const PORT = 3466;

const { values } = parseArgs({
  options: {
    small: { type: 'string', default: 'var/seed/300' },
    large: { type: 'string', default: 'var/seed/10000' },
    write: { type: 'boolean', default: false },
  },
});

type Times = ReadonlyMap<string, readonly number[]>;

async function send(address: string, cookie: string, body?: object): Promise<Response> {
  const answer = await fetch(address, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      cookie,
      accept: body === undefined ? 'text/html' : 'application/json',
      'content-type': 'application/json',
    },
  });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return answer;
}

function claim(approverId: string): object {
  const eventDate = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  return { categoryCode: 'feedback', eventDate, notes: 'Measured', approverId, acknowledgeDuplicate: true };
}

/** Everything once a round, in turn, with a request raised in between, which makes every kept answer old. */
async function measure(seed: string): Promise<Times> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-scale-'));
  await cp(seed, path.join(folder, 'data'), { recursive: true });
  const accounts = await accountsOf(seed);
  const server = await startProduct(folder, PORT);
  const times = new Map<string, number[]>();
  const timed = async (name: string, work: () => Promise<Response>): Promise<void> => {
    const begun = performance.now();
    await (await work()).arrayBuffer();
    times.set(name, [...(times.get(name) ?? []), performance.now() - begun]);
  };
  try {
    const { cookie: employee } = await signIn(server, accounts.get('employee'));
    const { cookie: decider, id: approverId } = await signIn(server, accounts.get('hr_va'));
    const { cookie: central } = await signIn(server, accounts.get('central'));
    const { url } = server;
    for (let round = 0; round <= ROUNDS; round += 1) {
      const raised = await send(`${url}/employee/raise-request`, employee, claim(approverId));
      const { id } = ((await raised.json()) as { request: { id: string } }).request;
      await timed('leaderboard page', () => send(`${url}/employee/leaderboard?round=${round}`, employee));
      await timed('employee dashboard', () => send(`${url}/employee/dashboard`, employee));
      await timed('central dashboard', () => send(`${url}/central/dashboard`, central));
      await timed('unit queue', () => send(`${url}/hr/requests`, decider));
      await timed('decision', () =>
        send(`${url}/hr/requests/${id}/decision`, decider, { decision: 'approve', notes: 'Measured' }),
      );
      // The first round warms up.
      if (round === 0) times.clear();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return times;
}

const small = await measure(path.resolve(values.small));
const large = await measure(path.resolve(values.large));
const rows = [...large].map(([name, times]) => {
  const before = small.get(name) ?? [];
  const figures = [percentile(before, 0.5), percentile(before, 0.95), percentile(times, 0.5), percentile(times, 0.95)];
  const ratio = percentile(times, 0.5) / percentile(before, 0.5);
  return `| ${name} | ${figures.map((figure) => figure.toFixed(1)).join(' | ')} | ${ratio.toFixed(2)} |`;
});
const table = [
  '| What, in ms | 300: p50 | p95 | 10 000: p50 | p95 | ratio of p50 |',
  '| --- | --- | --- | --- | --- | --- |',
  ...rows,
].join('\n');
console.log(table);
if (values.write) {
  const file = path.join(projectRoot(), 'docs', 'performance.md');
  const text = await readFile(file, 'utf8');
  const marked = /<!-- scale -->[^]*<!-- \/scale -->/;
  await writeFile(file, text.replace(marked, `<!-- scale -->\n\n${table}\n\n<!-- /scale -->`));
}
