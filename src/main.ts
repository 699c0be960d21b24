import { readConfig } from './config.js';
import { projectRoot } from './project-root.js';
import { startProblem } from './start-problem.js';

async function main(): Promise<void> {
  const config = readConfig(process.env, projectRoot());
  // Mistakes of the environment are said before the product is loaded.
  const { serve } = await import('./serve.js');
  await serve(config);
}

main().catch((error: unknown) => {
  process.stderr.write(`Prowess Points did not start. ${startProblem(error)}\n`);
  process.exit(1);
});
