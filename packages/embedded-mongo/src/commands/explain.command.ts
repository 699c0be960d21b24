import { MongoError, unsupported } from '../errors.js';
import { namespaceOf } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import { Arguments } from './arguments.js';
import type { CommandRequest, ReadCommand } from './command.js';
import { explainAggregate, explainCount, explainDistinct, explainFind } from './explain-reads.js';
import { explainDelete, explainFindAndModify, explainUpdate } from './explain-writes.js';
import type { Explained, Outcome } from './explained.js';
import { SERVER_VERSION } from './server-info.commands.js';

const VERBOSITIES = ['queryPlanner', 'executionStats', 'allPlansExecution'];

const EXPLAINED: Readonly<Record<string, (unit: Unit, request: CommandRequest) => Explained>> = {
  find: explainFind,
  aggregate: explainAggregate,
  count: explainCount,
  distinct: explainDistinct,
  update: explainUpdate,
  delete: explainDelete,
  findAndModify: explainFindAndModify,
  findandmodify: explainFindAndModify,
};

/** https://www.mongodb.com/docs/manual/reference/command/explain/ — reads and writes; nothing is written. */
export const explain: ReadCommand = {
  name: 'explain',
  kind: 'read',
  options: ['verbosity'],
  run: async (unit, request) => {
    const body = request.arguments.documentOrEmpty('explain');
    const name = [...body.keys()][0];
    const verbosity = request.arguments.text('verbosity') ?? 'allPlansExecution';
    if (name === undefined) throw new MongoError(9, 'explain needs a command');
    if (!VERBOSITIES.includes(verbosity))
      throw new MongoError(2, `Enumeration value '${verbosity}' for field 'explain.verbosity' is not a valid value.`);
    const explainCommand = EXPLAINED[name];
    if (explainCommand === undefined) throw unsupported(`explain of ${name}`);
    const inner: CommandRequest = { ...request, name, arguments: new Arguments(name, body) };
    const started = performance.now();
    const explained = explainCommand(unit, inner);
    const outcome = verbosity === 'queryPlanner' ? undefined : await explained.run();
    const milliseconds = Math.round(performance.now() - started);
    const first = body.get(name);
    return {
      explainVersion: '1',
      queryPlanner: {
        namespace: namespaceOf(request.database, typeof first === 'string' ? first : '$cmd.aggregate'),
        indexFilterSet: false,
        winningPlan: explained.winningPlan,
        rejectedPlans: explained.rejectedPlans,
      },
      executionStats: outcome === undefined ? undefined : executionStats(explained, outcome, milliseconds, verbosity),
      command: body,
      serverInfo: { version: SERVER_VERSION },
      ok: 1,
    };
  },
};

function executionStats(
  { winningPlan, counters }: Explained,
  { returned, stage }: Outcome,
  milliseconds: number,
  verbosity: string,
): ReplyObject {
  return {
    executionSuccess: true,
    nReturned: returned,
    executionTimeMillis: milliseconds,
    totalKeysExamined: counters?.keysExamined ?? 0,
    totalDocsExamined: counters?.docsExamined ?? 0,
    executionStages: { ...winningPlan, nReturned: returned, ...stage },
    // Candidates are compared by their keys before anything is read, so there are no trial runs to tell of.
    allPlansExecution: verbosity === 'allPlansExecution' ? [] : undefined,
  };
}
