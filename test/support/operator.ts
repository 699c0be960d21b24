import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runAdmin } from '../../scripts/admin/run-admin.js';
import { compiledEnvironment, type CompiledServerOptions, type Ending } from './compiled-server.js';

/**
 * Runs an operator's command in this process, with everything else as `npm run admin` has it; answers what a process
 * of its own would have ended with. That such a process ends so is what `runCommand` shows, for more than a second each.
 */
export async function operate(options: CompiledServerOptions): Promise<Ending> {
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const printed = Promise.all([text(output), text(errors)]);
  const code = await runAdmin(options.args ?? [], {
    environment: compiledEnvironment(options),
    input: Readable.from([options.input ?? '']),
    output,
    errors,
  });
  output.end();
  errors.end();
  const [said, complained] = await printed;
  return { code, signal: null, output: said + complained, errors: complained };
}
