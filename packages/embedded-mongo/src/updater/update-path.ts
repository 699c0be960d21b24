import { MongoError } from '../errors.js';
import { isArrayIndex } from '../matcher/path.js';

const ARRAY_STEP = /^\$(?:\[.*\])?$/;
const REFERENCE = new Set(['$ref', '$id', '$db']);

/** Splits and checks the path of an update operator. */
export function parseUpdatePath(path: string): string[] {
  if (path === '') throw new MongoError(56, 'An empty update path is not valid.');
  const names = path.split('.');
  names.forEach((name, i) => {
    if (name === '') {
      throw new MongoError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
    }
    if (!name.startsWith('$')) return;
    if (ARRAY_STEP.test(name)) {
      if (i > 0) return;
      throw new MongoError(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
    }
    if (REFERENCE.has(name) && i > 0) return;
    throw new MongoError(52, `The dollar ($) prefixed field '${name}' in '${path}' is not allowed for storage.`);
  });
  if (names.filter((name) => name === '$').length > 1) {
    throw new MongoError(2, `Too many positional (i.e. '$') elements found in path '${path}'`);
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
      const last = i === path.length - 1;
      if (node.taken || (last && node.children.size > 0)) {
        const at = path.slice(0, i + 1).join('.');
        throw new MongoError(40, `Updating the path '${path.join('.')}' would create a conflict at '${at}'`);
      }
      if (last) node.taken = true;
    });
  }
}

interface ClaimNode {
  readonly children: Map<string, ClaimNode>;
  taken: boolean;
}
