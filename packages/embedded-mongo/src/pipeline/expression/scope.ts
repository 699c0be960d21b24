import type { Doc, Value } from '../../values/types.js';
import { MongoError } from '../../errors.js';

/** A compiled expression: the value for a document; undefined is missing. */
export type Evaluator = (root: Doc) => Value | undefined;

/** A variable's place; evaluators read it, the operator that binds it writes. */
export interface Cell {
  value: Value | undefined;
}

/** What the expressions of one command read from their document. */
export interface Dependencies {
  readonly fields: Set<string>;
  wholeDocument: boolean;
}

/** Compiles an expression within a scope. */
export type ExpressionCompiler = (expr: Value, scope: Scope) => Evaluator;

const VARIABLE_NAME = /^[a-z\u0080-\uffff][\w\u0080-\uffff]*$/;

/** The variables that an expression sees. */
export class Scope {
  private constructor(
    private readonly compiler: ExpressionCompiler,
    private readonly cells: ReadonlyMap<string, Cell>,
    readonly dependencies: Dependencies,
    readonly now: Date,
  ) {}

  /** A scope without variables but the system's. */
  static root(compiler: ExpressionCompiler, now: Date): Scope {
    return new Scope(compiler, new Map(), { fields: new Set(), wholeDocument: false }, now);
  }

  /** Compiles an expression in this scope. */
  compile(expr: Value): Evaluator {
    return this.compiler(expr, this);
  }

  /** A scope with one more variable, and the place of its value. */
  bind(name: string): { scope: Scope; cell: Cell } {
    if (name !== 'CURRENT' && !VARIABLE_NAME.test(name)) {
      throw new MongoError(16867, `'${name}' starts with an invalid character for a user variable name`);
    }
    const cell: Cell = { value: undefined };
    return { scope: this.withCells([[name, cell]]), cell };
  }

  /** A scope in which these cells have these names. */
  withCells(cells: Iterable<readonly [string, Cell]>): Scope {
    return new Scope(this.compiler, new Map([...this.cells, ...cells]), this.dependencies, this.now);
  }

  /** The same variables over other documents: dependencies are counted apart. */
  overOtherDocuments(): Scope {
    return new Scope(this.compiler, this.cells, { fields: new Set(), wholeDocument: false }, this.now);
  }

  /** The place of a variable, if it is bound. */
  cell(name: string): Cell | undefined {
    return this.cells.get(name);
  }
}
