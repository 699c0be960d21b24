import { Worker } from 'node:worker_threads';
import type { EngineLog } from '../commands/engine.js';
import type { SupervisorMessage, WorkerMessage, WorkerSetup } from '../worker/messages.js';
import { startError } from './start-error.js';

/** Pause between two heartbeats. */
const BEAT_MS = 5000;
/** A worker that has missed so many beats in a row hangs in one command. */
const MISSED_BEATS = 6;

/** Heap of the worker; beyond it the worker alone ends and is started again. */
const MAX_HEAP_MB = 1024;

/** One life of the worker thread. */
export interface SupervisedWorker {
  readonly address: string;
  /** Asks the worker to finish and waits until it has. */
  close(): Promise<void>;
}

/** Starts a worker and waits until it serves. `onCrash` is called when it ends without having been asked to. */
export async function superviseWorker(setup: WorkerSetup, folder: string, log: EngineLog, onCrash: (reason: string) => void): Promise<SupervisedWorker> {
  const worker = new Worker(new URL('../worker/engine-worker.js', import.meta.url), {
    workerData: setup,
    execArgv: [], // loaders and debuggers of the application are not for the worker
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  let closing = false;
  let crash = 'the worker ended';
  worker.on('error', (error) => {
    crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
  });
  const address = await untilReady(worker, folder, log);
  const stopBeats = watch(worker, () => {
    crash = `the worker has not answered for ${(BEAT_MS * MISSED_BEATS) / 1000} seconds`;
    void worker.terminate();
  });
  worker.once('exit', () => {
    stopBeats();
    if (!closing) onCrash(crash);
  });
  return {
    address,
    close: async () => {
      closing = true;
      tell(worker, { type: 'close' });
      await exited;
    },
  };
}

function untilReady(worker: Worker, folder: string, log: EngineLog): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'ready') resolve(message.address);
      else if (message.type === 'failed') reject(startError(message.code, folder, message.detail));
      else if (message.type === 'log') log[message.level](message.message);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the worker ended with code ${code} before it was ready`)));
  });
}

/** Counts missed beats in turns of this thread, so that a pause of this thread itself is not held against the worker. */
function watch(worker: Worker, onHang: () => void): () => void {
  let sent = 0;
  let answered = 0;
  worker.on('message', (message: WorkerMessage) => {
    if (message.type === 'alive') answered = message.beat;
  });
  const timer = setInterval(() => {
    if (sent - answered >= MISSED_BEATS) {
      clearInterval(timer);
      onHang();
      return;
    }
    sent += 1;
    tell(worker, { type: 'beat', beat: sent });
  }, BEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function tell(worker: Worker, message: SupervisorMessage): void {
  worker.postMessage(message);
}
