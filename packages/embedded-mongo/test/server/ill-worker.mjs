// The engine's worker with two commands that fall ill when their comment asks for it.
import { insert } from '../../dist/commands/insert.command.js';
import { ping } from '../../dist/commands/server-info.commands.js';

const ILLNESSES = {
  hang: () => {
    for (;;);
  },
  fill: () => {
    for (const held = []; ;) held.push(new Array(100_000).fill(held)); // quickly, before it counts as hanging
  },
  stop: () => {
    setImmediate(() => {
      throw new Error('stopped on purpose');
    });
  },
};

for (const command of [insert, ping]) {
  const { run } = command;
  const fallsIll = (request) => ILLNESSES[request.arguments.doc.get('comment')]?.();
  command.run = (...args) => {
    const reply = run(...args);
    fallsIll(args.at(-1));
    return reply;
  };
}

await import('../../dist/worker/engine-worker.js');
