import { MongoError, unsupported } from '../../errors.js';
import { ELEMENT_BYTES, spend } from '../../values/effort.js';
import type { Doc, Value } from '../../values/types.js';
import { OPERATORS, REFUSED_OPERATORS } from './registry.js';
import type { Evaluator, Scope } from './scope.js';
import { fieldPath } from './field-path.js';
import { compileVariable } from './variables.js';

/** Compiles an expression: a path, a variable, an operator, a document, an array, or a constant. */
export function compile(expr: Value, scope: Scope): Evaluator {
  if (typeof expr === 'string') return compileString(expr, scope);
  if (Array.isArray(expr)) return compileArray(expr, scope);
  if (expr instanceof Map) return compileObject(expr, scope);
  return () => expr;
}

function compileString(expr: string, scope: Scope): Evaluator {
  if (expr.startsWith('$$')) return compileVariable(expr.slice(2), scope);
  if (expr.startsWith('$')) return fieldPath(expr.slice(1), scope);
  return () => expr;
}

function compileArray(items: readonly Value[], scope: Scope): Evaluator {
  const evaluators = items.map((item) => compile(item, scope));
  const bytes = ELEMENT_BYTES * (evaluators.length + 1);
  return (root) => {
    spend(bytes);
    return evaluators.map((evaluate) => {
      const v = evaluate(root);
      return v === undefined ? null : v;
    });
  };
}

function compileObject(expr: Doc, scope: Scope): Evaluator {
  const first = expr.keys().next();
  if (first.done !== true && first.value.startsWith('$')) return compileOperator(expr, first.value, scope);
  const fields: [string, Evaluator][] = [];
  for (const [name, value] of expr) {
    if (name.startsWith('$'))
      throw new MongoError(
        15983,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    if (name.includes('.'))
      throw new MongoError(16412, `FieldPath field names may not contain '.'. Consider using $getField or $setField.`);
    fields.push([name, compile(value, scope)]);
  }
  const bytes = 100 + 40 * fields.length;
  return (root) => {
    spend(bytes);
    const out: Doc = new Map();
    for (const [name, evaluate] of fields) {
      const v = evaluate(root);
      if (v !== undefined) out.set(name, v);
    }
    return out;
  };
}

function compileOperator(expr: Doc, op: string, scope: Scope): Evaluator {
  if (expr.size !== 1) {
    throw new MongoError(15983, `An object representing an expression must have exactly one field: ${op} has company`);
  }
  const operator = OPERATORS.get(op);
  if (operator !== undefined) return operator(expr.get(op) as Value, scope, op);
  if (REFUSED_OPERATORS.has(op)) throw unsupported(`The expression ${op}`);
  throw new MongoError(168, `Unrecognized expression '${op}'`);
}
