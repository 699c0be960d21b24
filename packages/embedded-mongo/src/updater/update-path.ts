import { MongoError } from '../errors.js';
import { isArrayIndex } from '../matcher/path.js';

/** True for `$[]` and `$[identifier]`. */
export function isElementStep(name: string): boolean {
  return name.startsWith('$[') && name.endsWith(']');
}

/** Splits and checks the path of an update operator. Only its first name may not begin with `$`. */
export function parseUpdatePath(path: string): string[] {
  if (path === '') throw new MongoError(56, 'An empty update path is not valid.');
  const names = path.split('.');
  if (names.includes('')) {
    throw new MongoError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  }
  if (names.filter((name) => name === '$').length > 1) {
    throw new MongoError(2, `Too many positional (i.e. '$') elements found in path '${path}'`);
  }
  const first = names[0] as string;
  if (first === '$') {
    throw new MongoError(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  }
  if (isElementStep(first)) {
    throw new MongoError(
      2,
      `Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '${path}'`,
    );
  }
  if (first.startsWith('$')) {
    throw new MongoError(
      52,
      `The dollar ($) prefixed field '${first}' in '${path}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  }
  return names;
}

/** Field order in which updates are applied: by name, numbers by value. */
export function compareUpdatePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a[i] as string;
    const y = b[i] as string;
    if (x === y) continue;
    if (isArrayIndex(x) && isArrayIndex(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

/** Paths already written; two writes may not touch the same path or one inside the other. */
export class PathClaims {
  private readonly root: ClaimNode = { children: new Map(), taken: false };

  /** Claims a path or throws 40. */
  claim(path: readonly string[]): void {
    let node = this.root;
    path.forEach((name, i) => {
      let child = node.children.get(name);
      if (child === undefined) {
        child = { children: new Map(), taken: false };
        node.children.set(name, child);
      }
      node = child;
      const next = path[i + 1];
      if (node.taken || (next === undefined ? node.children.size > 0 : goesOnOtherwise(node, next))) {
        const at = path.slice(0, i + 1).join('.');
        throw new MongoError(40, `Updating the path '${path.join('.')}' would create a conflict at '${at}'`);
      }
      if (next === undefined) node.taken = true;
    });
  }
}

interface ClaimNode {
  readonly children: Map<string, ClaimNode>;
  taken: boolean;
}

/** One update goes through an array either by `$[]` and `$[identifier]` or by names, indexes and `$`. */
function goesOnOtherwise(node: ClaimNode, next: string): boolean {
  const known = node.children.keys().next();
  return known.done !== true && isElementStep(known.value) !== isElementStep(next);
}
