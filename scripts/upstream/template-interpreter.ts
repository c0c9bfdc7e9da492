import type { ReadMarks } from './read-marks.ts';
import { fitsPattern, type Outputs, type Source, TemplateCalls } from './template-calls.ts';
import { fieldOf, mergeInto, setField } from './template-fields.ts';
import { callFunction, type Effects } from './template-functions.ts';
import { type Evaluation, evaluateGuard, onlyFails, presenceOf } from './template-guard.ts';
import type { Node, Operand, Pipeline } from './template-parse.ts';
import { bindVariable, childScope, lookUp, rootScope, type Scope } from './template-scope.ts';
import { ANY, CONTEXT, join, keysOf, text, texts, type Value } from './template-value.ts';

type Control = Node & { readonly kind: 'if' | 'with' | 'range' };

/** What a chart has besides templates. */
export interface ChartContent {
  /** Files that `.Files.Get` can read. */
  readonly files: readonly Source[];
  /** Content of values.yaml. */
  readonly values: unknown;
}

/** Texts longer than this many choices are not followed as constants. */
const MOST_OUTPUTS = 64;

/** One pass over templates, in which every branch is taken and every use of a value is recorded. */
export class Interpreter {
  /** Whether `tpl` renders values, so that default strings may be templates. */
  rendersValues = false;
  private where = '';
  /** How many conditions stand around what is evaluated. */
  private conditions = 0;
  private readonly content: ChartContent;
  private readonly facts: ReadMarks;
  private readonly calls: TemplateCalls;
  private readonly effects: Effects;

  constructor(
    defines: ReadonlyMap<string, readonly Node[]>,
    content: ChartContent,
    facts: ReadMarks,
    reports: Set<string>,
  ) {
    const report = (message: string): void => void reports.add(`${this.where}: ${message}`);
    this.content = content;
    this.facts = facts;
    this.calls = new TemplateCalls(defines, facts, {
      evaluate: (body, argument) => this.nodes(body, rootScope(argument)),
      report,
    });
    this.effects = {
      use: (value, mark) => facts.use(value, mark, this.where),
      test: (value) => facts.test(value, this.where),
      field: (value, name) => fieldOf(facts, value, name),
      element: (value) => fieldOf(facts, value, '*'),
      set: (target, name, value) => setField(facts, target, name, value),
      merge: (target, value, layer) => mergeInto(facts, target, value, layer),
      include: (names, argument) => this.calls.include(names, argument, this.where),
      render: (value, argument) => this.render(value, argument),
      report,
    };
  }

  /** A file that Helm renders. */
  file(name: string, body: readonly Node[]): void {
    this.where = name;
    this.nodes(body, rootScope(CONTEXT));
  }

  /** A default string that `tpl` renders. */
  default(name: string, source: string): void {
    this.where = name;
    this.calls.render({ name, text: source }, CONTEXT);
  }

  private nodes(nodes: readonly Node[], scope: Scope): Outputs {
    let all: Outputs = [''];
    for (const node of nodes) {
      const one = this.node(node, scope);
      all = product(all, one);
    }
    return all;
  }

  private node(node: Node, scope: Scope): Outputs {
    switch (node.kind) {
      case 'text':
        return [node.text];
      case 'print':
        return this.print(node.pipeline, scope);
      case 'call': {
        const argument = node.pipeline ? this.pipeline(node.pipeline, scope) : [];
        const names = node.name.kind === 'string' ? [node.name.value] : [];
        return constants(this.calls.include(names, argument, this.where));
      }
      case 'range':
        return this.range(node, scope);
      default:
        return this.branch(node, scope);
    }
  }

  private print(pipeline: Pipeline, scope: Scope): Outputs {
    const value = this.pipeline(pipeline, scope);
    for (const name of pipeline.bind) bindVariable(scope, name, value, pipeline.declares);
    if (pipeline.bind.length > 0) return [''];
    this.facts.use(value, 'read', this.where);
    return value.length > 0 ? constants(value) : undefined;
  }

  private branch(node: Control, scope: Scope): Outputs {
    const { pipeline, body, otherwise } = node;
    const guards = node.kind === 'if' && onlyFails(body);
    const evaluation = this.evaluation(scope);
    const value = guards ? evaluateGuard(pipeline, evaluation) : this.pipeline(pipeline, scope);
    if (!guards) this.facts.test(value, this.where);
    const inner = childScope(scope, node.kind === 'with' ? value : scope.dot);
    for (const name of pipeline.bind) bindVariable(inner, name, value, pipeline.declares);
    const asked = node.kind === 'if' ? presenceOf(pipeline, evaluation) : undefined;
    const removed = guards && asked !== undefined;
    if (removed && this.conditions === 0) this.facts.refuse(asked);
    this.conditions += removed ? 0 : 1;
    const yes = this.nodes(body, inner);
    this.conditions -= removed ? 0 : 1;
    // The other branch runs only for one who deletes a default, which is not how it is meant.
    if (asked && hasDefault(this.content.values, asked)) return yes;
    const no = this.nodes(otherwise, childScope(scope, scope.dot));
    return yes && no ? [...new Set([...yes, ...no])] : undefined;
  }

  private range({ pipeline, body, otherwise }: Control, scope: Scope): Outputs {
    const value = this.pipeline(pipeline, scope);
    const element = fieldOf(this.facts, value, '*');
    this.facts.test(value, this.where);
    this.facts.test(element, this.where);
    const keys = join(...this.facts.expand(value).map((a) => (a.kind === 'dict' ? keysOf(a.fields) : ANY)));
    const { bind: names, declares } = pipeline;
    this.conditions += 1;
    // Twice, so that what one turn assigns is seen by the next.
    for (const _ of [1, 2]) {
      const inner = childScope(scope, element);
      if (names.length === 2) bindVariable(inner, names[0] ?? '', keys, declares);
      if (names.length > 0) bindVariable(inner, names.at(-1) ?? '', element, declares);
      this.nodes(body, inner);
    }
    this.nodes(otherwise, childScope(scope, scope.dot));
    this.conditions -= 1;
    return undefined;
  }

  private evaluation(scope: Scope): Evaluation {
    return {
      operand: (operand) => this.operand(operand, scope),
      pipeline: (pipeline) => this.pipeline(pipeline, scope),
      test: (value) => this.facts.test(value, this.where),
      guarded: (work) => {
        this.facts.guarding = true;
        const value = work();
        this.facts.guarding = false;
        return value;
      },
    };
  }

  private pipeline({ commands }: Pipeline, scope: Scope): Value {
    let piped: Value | undefined;
    for (const operands of commands) piped = this.command(operands, piped, scope);
    return piped ?? [];
  }

  private command([head, ...rest]: readonly Operand[], piped: Value | undefined, scope: Scope): Value {
    if (!head) return piped ?? [];
    const args = [...rest.map((o) => this.operand(o, scope)), ...(piped ? [piped] : [])];
    if (head.kind === 'function') return callFunction(head.name, args, this.effects);
    if (args.length === 0) return this.operand(head, scope);
    for (const value of args) this.facts.use(value, 'read', this.where);
    const method = 'fields' in head ? head.fields.slice(-2).join('.') : '';
    if (method !== 'Files.Get') return ANY;
    const names = texts(args[0] ?? []);
    return (names.length > 0 ? names : ['\u0000']).map((name) => ({ kind: 'file', name }));
  }

  private operand(operand: Operand, scope: Scope): Value {
    const fields = (value: Value, names: readonly string[]): Value =>
      names.reduce((at: Value, name) => fieldOf(this.facts, at, name), value);
    switch (operand.kind) {
      case 'dot':
        return fields(scope.dot, operand.fields);
      case 'variable':
        return fields(lookUp(scope, operand.name), operand.fields);
      case 'group':
        return fields(this.pipeline(operand.pipeline, scope), operand.fields);
      case 'function':
        return callFunction(operand.name, [], this.effects);
      case 'string':
        return text(operand.value);
      case 'number':
        return text(String(operand.value));
      default:
        return ANY;
    }
  }

  private render(value: Value, argument: Value): void {
    for (const atom of this.facts.expand(value)) {
      if (atom.kind === 'text' && atom.text.includes('{{'))
        this.calls.render({ name: 'text', text: atom.text }, argument);
      if (atom.kind === 'file') {
        for (const file of this.content.files) if (fitsPattern(file.name, atom.name)) this.calls.render(file, argument);
      }
      if (atom.kind === 'place' || atom.kind === 'any') this.rendersValues = true;
    }
  }
}

/** Every text of one followed by every text of the other, unless there are too many. */
function product(before: Outputs, after: Outputs): Outputs {
  if (!before || !after || before.length * after.length > MOST_OUTPUTS) return undefined;
  return before.flatMap((a) => after.map((b) => a + b));
}

function constants(value: Value): Outputs {
  const known = texts(value);
  return known.length === value.length ? known : undefined;
}

function hasDefault(values: unknown, path: readonly string[]): boolean {
  let at = values;
  for (const name of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, name)) return false;
    at = (at as Record<string, unknown>)[name];
  }
  return at !== null && at !== undefined;
}
