import { MongoError, unsupported } from '../../errors.js';
import { parsePath, valueAt, fieldPath } from './field-path.js';
import type { Evaluator, Scope } from './scope.js';

/** `$$name` or `$$name.path`, without the dollar signs. */
export function compileVariable(text: string, scope: Scope): Evaluator {
  if (text === '') throw new MongoError(16868, 'empty variable names are not allowed');
  const dot = text.indexOf('.');
  const name = dot < 0 ? text : text.slice(0, dot);
  const path = dot < 0 ? [] : parsePath(text.slice(dot + 1));
  const cell = scope.cell(name);
  if (cell !== undefined) return path.length === 0 ? () => cell.value : () => valueAt(cell.value, path);
  switch (name) {
    case 'ROOT':
    case 'CURRENT': {
      if (path.length > 0) return fieldPath(path.join('.'), scope);
      scope.dependencies.wholeDocument = true;
      return (root) => root;
    }
    case 'NOW': {
      const now = scope.now;
      return () => (path.length === 0 ? now : undefined);
    }
    case 'REMOVE':
      return () => undefined;
    case 'DESCEND':
    case 'PRUNE':
    case 'KEEP':
    case 'CLUSTER_TIME':
    case 'JS_SCOPE':
    case 'IS_MR':
    case 'USER_ROLES':
    case 'SEARCH_META':
      throw unsupported(`The variable $$${name}`);
    default:
      throw new MongoError(17276, `Use of undefined variable: ${name}`);
  }
}
