import { BSONRegExp } from 'bson';

import { MongoError, unsupported } from '../errors.js';
import type { Scope } from '../pipeline/expression/scope.js';
import { isTruthy } from '../values/kinds.js';
import type { CompareText } from '../values/compare-strings.js';
import type { Doc, Value } from '../values/types.js';
import { equalTest, regexTest } from './comparison.js';
import { allOf, isOperatorDoc, pathTest, type DocTest } from './doc-test.js';
import { compileOperators } from './operators.js';

const REFUSED = new Set([
  '$where',
  '$text',
  '$jsonSchema',
  '$sampleRate',
  '$near',
  '$nearSphere',
  '$geoWithin',
  '$geoIntersects',
]);

/** Names of a DBRef, which are fields although they start with `$`. */
const REFERENCE = new Set(['$ref', '$id', '$db']);

/** Compiles one filter, collecting the fields it reads. */
export class FilterCompiler {
  private readonly touched = new Set<string>();

  constructor(
    private readonly scope: Scope,
    private readonly text: CompareText | undefined,
    private readonly onElement = false,
  ) {}

  /** Top-level fields read; undefined when the whole document is. */
  get fields(): ReadonlySet<string> | undefined {
    const { wholeDocument, fields } = this.scope.dependencies;
    if (wholeDocument) return undefined;
    for (const field of fields) this.touched.add(field);
    return this.touched;
  }

  /** All entries of a filter document. */
  conjunction(filter: Doc): DocTest {
    const tests: DocTest[] = [];
    for (const [name, value] of filter) {
      const test = name.startsWith('$') ? this.dollar(name, value) : this.path(name, value);
      if (test !== undefined) tests.push(test);
    }
    return allOf(tests);
  }

  private dollar(name: string, value: Value): DocTest | undefined {
    if (!REFERENCE.has(name)) return this.logical(name, value);
    // A field of a DBRef is compared as a whole; only $id follows a collation.
    this.touched.add(name);
    return pathTest([name], equalTest(value, name === '$id' ? this.text : undefined), true);
  }

  private logical(name: string, value: Value): DocTest | undefined {
    switch (name) {
      case '$and':
        return allOf(this.branches(name, value));
      case '$or': {
        const branches = this.branches(name, value);
        return (doc, pos) => branches.some((test) => test(doc, pos));
      }
      case '$nor': {
        const branches = this.branches(name, value);
        return (doc) => !branches.some((test) => test(doc));
      }
      case '$expr': {
        if (this.text !== undefined) throw unsupported('$expr with a collation');
        if (this.onElement) throw new MongoError(2, '$expr can only be applied to the top-level document');
        const evaluate = this.scope.compile(value);
        return (doc) => isTruthy(evaluate(doc));
      }
      case '$comment':
        return undefined;
      case '$alwaysTrue':
        return () => true;
      case '$alwaysFalse':
        return () => false;
    }
    if (REFUSED.has(name)) throw unsupported(name);
    const hint =
      name === '$not'
        ? 'If you are trying to negate an entire expression, use $nor.'
        : "If you have a field name that starts with a '$' symbol, consider using $getField or $setField.";
    throw new MongoError(2, `unknown top level operator: ${name}. ${hint}`);
  }

  private branches(name: string, value: Value): DocTest[] {
    if (!Array.isArray(value)) throw new MongoError(2, `${name} must be an array`);
    if (value.length === 0) throw new MongoError(2, '$and/$or/$nor must be a nonempty array');
    return value.map((branch) => {
      if (!(branch instanceof Map)) throw new MongoError(2, '$or/$and/$nor entries need to be full objects');
      return this.conjunction(branch);
    });
  }

  private path(name: string, value: Value): DocTest {
    const path = name.split('.');
    this.touched.add(path[0] as string);
    if (isOperatorDoc(value)) {
      return compileOperators(name, path, value, {
        operators: compileOperators,
        text: this.text,
        nested: () => new FilterCompiler(this.scope, this.text, true),
      });
    }
    if (value instanceof BSONRegExp) return pathTest(path, regexTest(value), true);
    return pathTest(path, equalTest(value, this.text), true);
  }
}
