import type { ReadMarks } from './read-marks.ts';
import { type Node, parseTemplate } from './template-parse.ts';
import { ANY, join, keyOf, text, type Value } from './template-value.ts';

export interface Source {
  /** Path in the chart, e.g. `templates/deployment.yaml`. */
  readonly name: string;
  readonly text: string;
}

/** Texts that a block may print, when all of them are constant. */
export type Outputs = readonly string[] | undefined;

/**
 * How often a define may stand on the stack, how deep the stack may be, and after how many calls of a define its outcome
 * is taken from memory even where a dict was passed, which the define might have changed.
 */
const LIMITS = { again: 3, depth: 40, calls: 50 } as const;

/** What a caller gives: how to evaluate a body, and where to report. */
export interface Evaluator {
  evaluate(body: readonly Node[], argument: Value): Outputs;
  report(message: string): void;
}

/** Calls of defines and of rendered texts, with an end to recursion and a memory of what was done. */
export class TemplateCalls {
  private readonly stack: string[] = [];
  private readonly done = new Map<string, Outputs>();
  private readonly counts = new Map<string, number>();
  private readonly defines: ReadonlyMap<string, readonly Node[]>;
  private readonly facts: ReadMarks;
  private readonly evaluator: Evaluator;

  constructor(defines: ReadonlyMap<string, readonly Node[]>, facts: ReadMarks, evaluator: Evaluator) {
    this.defines = defines;
    this.facts = facts;
    this.evaluator = evaluator;
  }

  /** `include` by any of these names; NUL in a name stands for anything. */
  include(names: readonly string[], argument: Value, where: string): Value {
    const found = names.flatMap((name) =>
      name.includes('\u0000') ? [...this.defines.keys()].filter((key) => fitsPattern(key, name)) : [name],
    );
    return join(...found.map((name) => this.includeOne(name, argument, where)));
  }

  private includeOne(name: string, argument: Value, where: string): Value {
    const body = this.defines.get(name);
    const giveUp = (): Value => {
      const values = argument.filter((atom) => atom.kind !== 'context');
      this.facts.use(values, 'open', where);
      return ANY;
    };
    if (!body) {
      this.evaluator.report(`no define is named ${name}: its argument counts as rendered whole`);
      return giveUp();
    }
    const key = `${name}(${keyOf(argument)})`;
    const calls = this.counts.get(name) ?? 0;
    this.counts.set(name, calls + 1);
    const plain = argument.every((atom) => atom.kind !== 'dict' && atom.kind !== 'list');
    if ((plain || calls > LIMITS.calls) && this.done.has(key)) return outcome(this.done.get(key));
    if (this.stack.includes(key)) return ANY;
    if (this.stack.length > LIMITS.depth || this.standing(`${name}(`) > LIMITS.again) return giveUp();
    this.stack.push(key);
    const outputs = this.evaluator.evaluate(body, argument);
    this.stack.pop();
    this.done.set(key, outputs);
    return outcome(outputs);
  }

  /** `tpl`: a text is a template of its own; one that does not parse is reported. */
  render(source: Source, argument: Value): void {
    const name = `\u0004${source.name}(`;
    const key = `${name}${keyOf(argument)})`;
    if (this.done.has(key) || this.stack.length > LIMITS.depth || this.standing(name) > 0) return;
    this.done.set(key, undefined);
    this.stack.push(key);
    try {
      this.evaluator.evaluate(parseTemplate(source.text).body, argument);
    } catch (cause) {
      this.evaluator.report(`${source.name} is rendered but does not parse: ${String(cause)}`);
    }
    this.stack.pop();
  }

  private standing(prefix: string): number {
    return this.stack.filter((key) => key.startsWith(prefix)).length;
  }
}

/** Whether a name is of a pattern in which NUL stands for anything. */
export function fitsPattern(name: string, pattern: string): boolean {
  const parts = pattern.split('\u0000').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

const outcome = (outputs: Outputs): Value => (outputs ? join(...outputs.map((o) => text(o.trim()))) : ANY);
