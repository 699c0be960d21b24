import { MongoError } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import type { Doc, Value } from '../values/types.js';
import { refuseExpressions } from './refuse-expressions.js';
import type { OperandOptions } from './update.js';
import { isElementStep } from './update-path.js';
import type { ElementFilters } from './walk.js';

const IDENTIFIER = /^[a-z][a-zA-Z0-9]*$/;

/** Compiles `arrayFilters` by identifier. */
export function compileArrayFilters(filters: readonly Doc[], { collation }: OperandOptions = {}): ElementFilters {
  const out = new Map<string, (element: Value) => boolean>();
  for (const doc of filters) {
    const identifier = identifierOf(doc);
    if (identifier === undefined)
      throw new MongoError(9, 'Cannot use an expression without a top-level field name in arrayFilters');
    if (!IDENTIFIER.test(identifier)) {
      throw new MongoError(
        2,
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${identifier}'`,
      );
    }
    if (out.has(identifier))
      throw new MongoError(9, `Found multiple array filters with the same top-level field name ${identifier}`);
    refuseExpressions(doc, '$expr is not allowed in this context');
    const filter = compileFilter(doc, collation === undefined ? {} : { collation });
    out.set(identifier, (element) => filter.matches(new Map([[identifier, element]])));
  }
  return out;
}

function identifierOf(filter: Doc): string | undefined {
  let found: string | undefined;
  const note = (name: string): void => {
    if (found !== undefined && found !== name) {
      throw new MongoError(
        9,
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${found}' and '${name}'`,
      );
    }
    found = name;
  };
  for (const [name, value] of filter) {
    if (!name.startsWith('$')) note(name.split('.')[0] as string);
    else if (Array.isArray(value)) {
      for (const branch of value) {
        const inner = branch instanceof Map ? identifierOf(branch) : undefined;
        if (inner !== undefined) note(inner);
      }
    }
  }
  return found;
}

/** Refuses identifiers in paths without a filter, and filters without a path. */
export function checkIdentifiers(filters: ElementFilters, paths: readonly (readonly string[])[]): void {
  const used = new Set<string>();
  for (const path of paths) {
    for (const name of path) {
      if (!isElementStep(name) || name === '$[]') continue;
      const identifier = name.slice(2, -1);
      if (!filters.has(identifier)) {
        throw new MongoError(2, `No array filter found for identifier '${identifier}' in path '${path.join('.')}'`);
      }
      used.add(identifier);
    }
  }
  for (const identifier of filters.keys()) {
    if (!used.has(identifier))
      throw new MongoError(9, `The array filter for identifier '${identifier}' was not used in the update`);
  }
}
