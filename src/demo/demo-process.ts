import { readConfig } from '../config.js';
import { projectRoot } from '../project-root.js';
import { startProblem } from '../start-problem.js';
import { prepareDemo } from './prepare-demo.js';

/* The process that `prepareDemoApart` starts: makes the demo of the same environment, tells what went wrong, and ends. */

// Whoever started it is gone: nobody waits for the demo, and the data folder must be free for the next start.
process.once('disconnect', () => process.exit(1));

try {
  // eslint-disable-next-line no-restricted-syntax -- an entry like main: reads the environment through src/config
  await prepareDemo(readConfig(process.env, projectRoot()));
  process.exit(0);
} catch (error) {
  process.send?.(startProblem(error), () => process.exit(1));
}
