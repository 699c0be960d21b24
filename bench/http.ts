import autocannon from 'autocannon';
import path from 'node:path';
import { projectRoot } from '../src/project-root.js';
import { startBare, startProduct, type RunningServer } from './servers.js';

/*
 * What pages cost beside a bare Express route that returns the same bytes, both measured in turn in one run, and how
 * many requests can be raised and approved a second. Needs a build; keeps its demo data under var/bench.
 *   npm run bench
 */
const PASSWORD = 'Points-demo-2026';
const EMPLOYEE = 'guy1@adventure-works.com';
const MANAGER = 'jo0@adventure-works.com';
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 8);
const CONNECTIONS = 10;
const ROUNDS = 3;

async function signIn(url: string, email: string): Promise<string> {
  const answer = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`sign-in of ${email} answered ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function throughput(url: string, headers: Record<string, string>): Promise<autocannon.Result> {
  const result = await autocannon({ url, headers, connections: CONNECTIONS, duration: SECONDS });
  if (result.non2xx > 0) throw new Error(`${url}: ${result.non2xx} answers were no 2xx`);
  return result;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Both in turn, several rounds; the ratio is that of each round, so a machine that drifts does not matter. */
async function compare(
  name: string,
  product: RunningServer,
  page: string,
  accept: string,
  cookie: string,
): Promise<void> {
  const bare = await startBare();
  const headers = { cookie, accept };
  const body = await (await fetch(product.url + page, { headers })).text();
  await bare.give(body, accept);
  await throughput(product.url + page, headers);
  const ratios: number[] = [];
  const rates: number[] = [];
  const latencies: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const own = await throughput(product.url + page, headers);
    const yardstick = await throughput(bare.url, {});
    ratios.push(own.requests.average / yardstick.requests.average);
    rates.push(own.requests.average);
    latencies.push(own.latency.p99);
  }
  await bare.stop();
  console.log(
    `${name}: ratio ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}), ` +
      `${Math.round(median(rates))}/s, p99 ${median(latencies)} ms, ${body.length} bytes`,
  );
}

async function postJson(url: string, cookie: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', cookie },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

/** Raises and approves one after the other, as fast as answers come. */
async function pairsPerSecond(product: RunningServer, employee: string, manager: string): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const begun = performance.now();
  let pairs = 0;
  while (performance.now() - begun < SECONDS * 1000) {
    const raised = await postJson(`${product.url}/employee/raise-request`, employee, {
      categoryCode: 'initiative_ai',
      eventDate: day,
      notes: 'Measured',
      acknowledgeDuplicate: true,
    });
    if (raised.status !== 201) throw new Error(`raising answered ${raised.status}: ${JSON.stringify(raised.body)}`);
    const { id } = (raised.body as { request: { id: string } }).request;
    const decided = await postJson(`${product.url}/pm/requests/${id}/decision`, manager, {
      decision: 'approve',
      notes: 'Measured',
    });
    if (decided.status !== 200) throw new Error(`deciding answered ${decided.status}`);
    pairs += 1;
  }
  console.log(
    `raise + approve, one after the other: ${(pairs / ((performance.now() - begun) / 1000)).toFixed(0)} pairs/s`,
  );
}

const dataDir = path.join(projectRoot(), 'var', 'bench');
const first = await startProduct(dataDir, 3456);
console.log(
  `first start with demo: ${(first.startedIn / 1000).toFixed(1)} s, ${Math.round((await first.memory()) / 1e6)} MB resident`,
);
await first.stop();
const product = await startProduct(dataDir, 3456);
console.log(
  `later start: ${(product.startedIn / 1000).toFixed(2)} s, ${Math.round((await product.memory()) / 1e6)} MB resident`,
);
const employee = await signIn(product.url, EMPLOYEE);
const manager = await signIn(product.url, MANAGER);
await compare('GET /employee/leaderboard JSON', product, '/employee/leaderboard', 'application/json', employee);
await compare('GET /employee/dashboard HTML', product, '/employee/dashboard', 'text/html', employee);
await compare('GET /employee/history HTML (not kept)', product, '/employee/history', 'text/html', employee);
await pairsPerSecond(product, employee, manager);
console.log(`memory afterwards: ${Math.round((await product.memory()) / 1e6)} MB resident`);
await product.stop();
