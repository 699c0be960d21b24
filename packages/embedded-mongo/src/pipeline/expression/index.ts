import type { Doc, Value } from '../../values/types.js';
import { compile } from './compile.js';
import { Scope, type Cell, type Evaluator } from './scope.js';

export { Scope, type Evaluator } from './scope.js';

/** The scope of a command: `$$NOW` and the variables of its `let`, which see no document. */
export function rootScope(options: { readonly let?: Doc; readonly now?: Date }): Scope {
  const bare = Scope.root(compile, options.now ?? new Date());
  if (options.let === undefined) return bare;
  const nothing: Doc = new Map();
  const cells: [string, Cell][] = [];
  for (const [name, expr] of options.let) {
    const { cell } = bare.bind(name);
    cell.value = bare.compile(expr)(nothing);
    cells.push([name, cell]);
  }
  return bare.overOtherDocuments().withCells(cells);
}

/** Compiles an aggregation expression. An unknown operator throws 168. */
export function compileExpression(expr: Value, scope: Scope): Evaluator {
  return scope.compile(expr);
}
