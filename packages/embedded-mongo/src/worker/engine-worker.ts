import { parentPort, workerData } from 'node:worker_threads';
import type { EngineLog } from '../commands/engine.js';
import { limitEffort } from '../values/effort.js';
import { classifyOpenError } from './open-failure.js';
import type { SupervisorMessage, WorkerMessage, WorkerSetup } from './messages.js';
import { runEngine } from './run-engine.js';
import type { RunningEngine } from './run-engine.js';

const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread only');

function send(message: WorkerMessage): void {
  port?.postMessage(message);
}

const log: EngineLog = {
  info: (message) => send({ type: 'log', level: 'info', message }),
  warn: (message) => send({ type: 'log', level: 'warn', message }),
  error: (message) => send({ type: 'log', level: 'error', message }),
};

let engine: RunningEngine | undefined;

port.on('message', (message: SupervisorMessage) => {
  if (message.type === 'beat') send({ type: 'alive', beat: message.beat });
  else void shutDown();
});

async function shutDown(): Promise<void> {
  await engine?.close();
  send({ type: 'closed' });
  port?.close();
}

const { file, listen, testCommands, effortMs, aggregationMemoryBytes } = workerData as WorkerSetup;
if (effortMs !== undefined) limitEffort(effortMs);
try {
  engine = await runEngine(file, listen, log, {
    testCommands: testCommands === true,
    ...(aggregationMemoryBytes === undefined ? {} : { aggregationMemoryBytes }),
  });
  send({ type: 'ready', address: engine.address });
} catch (error) {
  const code = classifyOpenError(error);
  if (code === undefined) throw error;
  send({ type: 'failed', code, detail: error instanceof Error ? error.message : String(error) });
  port.close();
}
