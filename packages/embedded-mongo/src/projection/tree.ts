import { MongoError } from '../errors.js';
import type { Evaluator } from '../pipeline/expression/scope.js';
import type { Doc, Value } from '../values/types.js';

/** One level of a projection: what to keep or drop here, what to compute, what lies deeper. */
export class ProjectionNode {
  /** Fields kept (inclusion) or dropped (exclusion). */
  readonly marked = new Set<string>();
  readonly children = new Map<string, ProjectionNode>();
  readonly computed = new Map<string, Evaluator>();
  /** Computed fields and children in the order of the specification. */
  private readonly order: string[] = [];
  private computes = false;

  /** True where it looks into no field and computes none. */
  get keepsOnly(): boolean {
    return this.children.size === 0 && !this.computes;
  }

  /** Marks the field at a path. */
  mark(path: readonly string[]): void {
    const { parent, name } = this.claim(path);
    parent.marked.add(name);
  }

  /** Computes the field at a path. */
  compute(path: readonly string[], evaluate: Evaluator): void {
    const { parent, name } = this.claim(path);
    parent.computed.set(name, evaluate);
    parent.order.push(name);
    this.markComputing(path, 0);
  }

  private markComputing(path: readonly string[], i: number): void {
    this.computes = true;
    this.children.get(path[i] ?? '')?.markComputing(path, i + 1);
  }

  private claim(path: readonly string[], i = 0): { parent: ProjectionNode; name: string } {
    const name = path[i] as string;
    const taken = this.marked.has(name) || this.computed.has(name);
    if (i === path.length - 1) {
      if (taken || this.children.has(name)) throw new MongoError(31250, `Path collision at ${path.join('.')}`);
      return { parent: this, name };
    }
    if (taken) {
      const rest = path.slice(i + 1).join('.');
      throw new MongoError(31249, `Path collision at ${path.join('.')} remaining portion ${rest}`);
    }
    let child = this.children.get(name);
    if (child === undefined) {
      child = new ProjectionNode();
      this.children.set(name, child);
      this.order.push(name);
    }
    return child.claim(path, i + 1);
  }

  /** Keeps the marked fields in the document's order, then adds the computed ones. */
  include(doc: Doc, root: Doc): Doc {
    const out: Doc = new Map();
    for (const [name, value] of doc) {
      if (this.marked.has(name)) out.set(name, value);
      else {
        const child = this.children.get(name);
        const kept = child?.includeValue(value, root);
        if (kept !== undefined) out.set(name, kept);
      }
    }
    if (this.computes) this.addTo(out, root);
    return out;
  }

  private includeValue(v: Value, root: Doc): Value | undefined {
    const kept = this.keep(v);
    return this.computes ? this.addToValue(kept, root) : withoutGaps(kept);
  }

  /** The marked part of a value; undefined elements stand where scalars were, until fields are added. */
  private keep(v: Value): Gapped {
    if (v instanceof Map) {
      const out: Doc = new Map();
      for (const [name, value] of v) {
        if (this.marked.has(name)) out.set(name, value);
        else {
          const child = this.children.get(name);
          const gapped = child?.keep(value);
          // Where fields are computed below, the gaps are filled by addToValue.
          const kept = child?.computes === true ? (gapped as Value | undefined) : withoutGaps(gapped);
          if (kept !== undefined) out.set(name, kept);
        }
      }
      return out;
    }
    return Array.isArray(v) ? v.map((item) => this.keep(item)) : undefined;
  }

  /** A copy without the marked fields; documents in arrays too. */
  exclude(doc: Doc): Doc {
    const out: Doc = new Map();
    for (const [name, value] of doc) {
      if (this.marked.has(name)) continue;
      const child = this.children.get(name);
      out.set(name, child === undefined ? value : child.excludeValue(value));
    }
    return out;
  }

  private excludeValue(v: Value): Value {
    if (v instanceof Map) return this.exclude(v);
    return Array.isArray(v) ? v.map((item) => this.excludeValue(item)) : v;
  }

  /** A copy with the computed fields set; existing ones keep their place. */
  add(doc: Doc, root: Doc): Doc {
    const out = new Map(doc);
    this.addTo(out, root);
    return out;
  }

  private addTo(out: Doc, root: Doc): void {
    for (const name of this.order) {
      const evaluate = this.computed.get(name);
      if (evaluate !== undefined) {
        const v = evaluate(root);
        if (v === undefined) out.delete(name);
        else out.set(name, v);
      } else {
        const child = this.children.get(name) as ProjectionNode;
        if (child.computes) out.set(name, child.addToValue(out.get(name), root));
      }
    }
  }

  private addToValue(v: Gapped, root: Doc): Value {
    if (v instanceof Map) return this.add(v, root);
    if (Array.isArray(v)) return (v as Gapped[]).map((item) => this.addToValue(item, root));
    // A scalar or nothing becomes a document of the computed fields.
    return this.add(new Map(), root);
  }
}

/** A value of which arrays may have undefined elements, also nested. */
type Gapped = Value | undefined | Gapped[];

function withoutGaps(v: Gapped): Value | undefined {
  if (!Array.isArray(v)) return v;
  const out: Value[] = [];
  for (const item of v as Gapped[]) {
    const kept = withoutGaps(item);
    if (kept !== undefined) out.push(kept);
  }
  return out;
}
