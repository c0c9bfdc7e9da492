import { type Mark, ReadMarks } from './read-marks.ts';
import { callFunction, type Effects } from './template-functions.ts';
import { type Node, type Operand, parseTemplate, type Pipeline } from './template-parse.ts';
import { ANY, type Atom, CONTEXT, isMerged, join, keyOf, keysOf, MERGED, place, text, texts, type Value } from './template-value.ts';

export interface Source {
  /** Path in the chart, e.g. `templates/deployment.yaml`. */
  readonly name: string;
  readonly text: string;
}

export interface Templates {
  /** All of `templates/`; files whose name begins with `_` only define. */
  readonly templates: readonly Source[];
  /** Defines of parent and sub-charts, which Helm keeps in one table. */
  readonly borrowed: readonly Source[];
  /** Other files of the chart, for `tpl (.Files.Get …)`. */
  readonly files: readonly Source[];
  /** Content of values.yaml. */
  readonly values: unknown;
}

export interface Analysis {
  /** Path, joined by NUL, to its mark; `*` is any key or index. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** What could not be followed, for the maintainer to read. */
  readonly reports: readonly string[];
}

type Outputs = readonly string[] | undefined;

type Control = Node & { readonly kind: 'if' | 'with' | 'range' };

interface Scope {
  readonly dot: Value;
  readonly variables: Map<string, Value>;
  readonly outer: Scope | undefined;
}

/** Stands before the fields that templates set on the root context; no value can have this name. */
const SET_ON_CONTEXT = '\u0002';

/**
 * How often a define may stand on the stack, how deep the stack may be, and after how many calls of a define its outcome
 * is taken from memory even where a dict was passed, which the define might have changed.
 */
const LIMITS = { again: 3, depth: 40, calls: 50 } as const;

/**
 * Which values the templates of one chart read: an abstract interpretation of every rendered file.
 *
 * Both branches of every condition are taken, and defines are followed with the argument they are called with, so a
 * define that nothing includes reads nothing. Where a key is not constant the path goes on below `*`.
 *
 * @throws Error when a template does not parse
 */
export function analyseTemplates(input: Templates): Analysis {
  const parse = (s: Source) => ({ name: s.name, ...inFile(s.name, () => parseTemplate(s.text)) });
  const own = input.templates.map(parse);
  const defines = new Map<string, readonly Node[]>();
  for (const { defines: found } of [...input.borrowed.map(parse), ...own]) for (const [n, b] of found) defines.set(n, b);
  // `include (print $.Template.BasePath "/config.yaml") .` names a rendered file.
  for (const { name, body } of own) defines.set(`\u0003/${name}`, body);
  const facts = new ReadMarks();
  const reports = new Set<string>();
  for (let pass = 0, size = -1; pass < 12 && size !== facts.size; pass++) {
    size = facts.size;
    const run = new Interpreter(defines, input, facts, reports);
    for (const file of own) if (!/(^|\/)_[^/]*$/.test(file.name)) run.file(file.name, file.body);
    if (!run.rendersValues) continue;
    for (const { path, text: source } of templated(input.values)) {
      if (covered(facts.marks, path)) run.default(`values.yaml ${path.join('.')}`, source);
    }
  }
  return { marks: facts.marks, reports: [...reports, ...facts.refused].sort() };
}

function inFile<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new Error(`${name}: ${String(cause)}`, { cause });
  }
}

/** Whether a default's place is read, or lies beneath an open one. */
function covered(marks: ReadonlyMap<string, Mark>, path: readonly string[]): boolean {
  return [...marks].some(([key, mark]) => {
    const names = key.split('\u0000');
    if (names.length > path.length || (mark === 'read' && names.length < path.length)) return false;
    return names.every((name, i) => name === '*' || name === path[i]);
  });
}

class Interpreter {
  rendersValues = false;
  private where = '';
  private readonly stack: string[] = [];
  private readonly done = new Map<string, Outputs>();
  private readonly calls = new Map<string, number>();
  private readonly effects: Effects;

  constructor(
    defines: ReadonlyMap<string, readonly Node[]>,
    { files, values }: Templates,
    facts: ReadMarks,
    reports: Set<string>,
  ) {
    this.defines = defines;
    this.files = files;
    this.values = values;
    this.facts = facts;
    this.effects = {
      use: (value, mark) => facts.use(value, mark, this.where),
      test: (value) => facts.test(value, this.where),
      field: (value, name) => this.field(value, name),
      element: (value) => this.field(value, '*'),
      set: (target, name, value) => this.set(target, name, value),
      merge: (target, value, layer) => this.merge(target, value, layer),
      include: (names, argument) => this.include(names, argument),
      render: (value, argument) => this.render(value, argument),
      report: (message) => void reports.add(`${this.where}: ${message}`),
    };
  }

  private readonly defines: ReadonlyMap<string, readonly Node[]>;
  private readonly files: readonly Source[];
  private readonly values: unknown;
  private readonly facts: ReadMarks;

  file(name: string, body: readonly Node[]): void {
    this.where = name;
    this.template(body, CONTEXT);
  }

  /** A default string, rendered by `tpl`. */
  default(name: string, source: string): void {
    this.where = name;
    this.rendered({ name, text: source }, CONTEXT);
  }

  private template(body: readonly Node[], argument: Value): Outputs {
    return this.nodes(body, { dot: argument, variables: new Map([['$', argument]]), outer: undefined });
  }

  private nodes(nodes: readonly Node[], scope: Scope): Outputs {
    let all: Outputs = [''];
    for (const node of nodes) {
      const one = this.node(node, scope);
      all = all && one && all.length * one.length <= 64 ? all.flatMap((a) => one.map((b) => a + b)) : undefined;
    }
    return all;
  }

  private node(node: Node, scope: Scope): Outputs {
    switch (node.kind) {
      case 'text':
        return [node.text];
      case 'print': {
        const value = this.pipeline(node.pipeline, scope);
        if (node.pipeline.bind.length > 0) {
          for (const name of node.pipeline.bind) bind(scope, name, value, node.pipeline.declares);
          return [''];
        }
        this.facts.use(value, 'read', this.where);
        const known = texts(value);
        return known.length > 0 && known.length === value.length ? known : undefined;
      }
      case 'call': {
        const argument = node.pipeline ? this.pipeline(node.pipeline, scope) : [];
        const found = this.include(node.name.kind === 'string' ? [node.name.value] : [], argument);
        return texts(found).length === found.length ? texts(found) : undefined;
      }
      case 'range':
        return this.range(node, scope);
      default: {
        const value = node.kind === 'if' && onlyFails(node.body) ? this.guard(node.pipeline, scope) : this.condition(node, scope);
        const inner = child(scope, node.kind === 'with' ? value : scope.dot);
        for (const name of node.pipeline.bind) bind(inner, name, value, node.pipeline.declares);
        const yes = this.nodes(node.body, inner);
        if (node.kind === 'if' && this.alwaysHolds(node.pipeline, scope)) return yes;
        const no = this.nodes(node.otherwise, child(scope, scope.dot));
        return yes && no ? [...new Set([...yes, ...no])] : undefined;
      }
    }
  }

  private condition(node: Control, scope: Scope): Value {
    const value = this.pipeline(node.pipeline, scope);
    this.facts.test(value, this.where);
    return value;
  }

  /** The condition of a block that only fails: a value whose presence is refused is not read by that. */
  private guard({ commands }: Pipeline, scope: Scope): Value {
    const [head, ...rest] = commands.length === 1 ? (commands[0] ?? []) : [];
    const name = head?.kind === 'function' ? head.name : '';
    if (name === 'and' || name === 'or') {
      for (const part of rest) {
        if (part.kind === 'group' && part.fields.length === 0) this.guard(part.pipeline, scope);
        else this.guarded(() => this.operand(part, scope));
      }
      return ANY;
    }
    if (head && (name === 'hasKey' || head.kind === 'dot')) {
      return this.guarded(() => this.pipeline({ bind: [], declares: false, commands }, scope));
    }
    const value = this.pipeline({ bind: [], declares: false, commands }, scope);
    this.facts.test(value, this.where);
    return value;
  }

  private guarded(work: () => Value): Value {
    this.facts.guarding = true;
    const value = work();
    this.facts.guarding = false;
    return value;
  }

  /** `if hasKey .Values.a "b"` where values.yaml has `a.b`: the other branch runs only for one who deletes the default. */
  private alwaysHolds({ commands }: Pipeline, scope: Scope): boolean {
    const [head, target, key] = commands.length === 1 ? (commands[0] ?? []) : [];
    if (head?.kind !== 'function' || head.name !== 'hasKey' || target === undefined || key?.kind !== 'string') return false;
    const places = this.operand(target, scope);
    return places.length === 1 && places.every((a) => a.kind === 'place' && this.hasDefault([...a.path, key.value]));
  }

  private hasDefault(path: readonly string[]): boolean {
    let at: unknown = this.values;
    for (const name of path) {
      if (at === null || typeof at !== 'object' || !Object.hasOwn(at, name)) return false;
      at = (at as Record<string, unknown>)[name];
    }
    return at !== null && at !== undefined;
  }

  private range(node: Control, scope: Scope): Outputs {
    const value = this.pipeline(node.pipeline, scope);
    this.facts.test(value, this.where);
    const element = this.field(value, '*');
    this.facts.test(element, this.where);
    const keys = join(...this.facts.expand(value).map((a) => (a.kind === 'dict' ? keysOf(a.fields) : ANY)));
    const { bind: names } = node.pipeline;
    // Twice, so that what one turn assigns is seen by the next.
    for (const _ of [1, 2]) {
      const inner = child(scope, element);
      if (names.length === 2) bind(inner, names[0] ?? '', keys, node.pipeline.declares);
      if (names.length > 0) bind(inner, names.at(-1) ?? '', element, node.pipeline.declares);
      this.nodes(node.body, inner);
    }
    this.nodes(node.otherwise, child(scope, scope.dot));
    return undefined;
  }

  private pipeline({ commands }: Pipeline, scope: Scope): Value {
    let piped: Value | undefined;
    for (const operands of commands) piped = this.command(operands, piped, scope);
    return piped ?? [];
  }

  private command(operands: readonly Operand[], piped: Value | undefined, scope: Scope): Value {
    const [head, ...rest] = operands;
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
    switch (operand.kind) {
      case 'dot':
        return this.fields(scope.dot, operand.fields);
      case 'variable':
        return this.fields(lookUp(scope, operand.name), operand.fields);
      case 'group':
        return this.fields(this.pipeline(operand.pipeline, scope), operand.fields);
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

  private fields(value: Value, names: readonly string[]): Value {
    return names.reduce((at: Value, name) => this.field(at, name), value);
  }

  /** One field of whatever the value may be; `*` and a name that is not wholly constant are any field. */
  private field(value: Value, asked: string, seen: Set<Atom> = new Set()): Value {
    const name = asked.includes('\u0000') ? '*' : asked;
    const found = this.facts.expand(value).map((atom): Value => {
      switch (atom.kind) {
        case 'context':
          if (name === 'Values') return place([]);
          if (name === 'Subcharts') return [{ kind: 'subcharts' }];
          return join(ANY, this.facts.overlayOf([SET_ON_CONTEXT, name]));
        case 'subcharts':
          return [{ kind: 'dict', fields: new Map([['Values', place([name])]]) }];
        case 'place':
          if (atom.path.length === 0 && name === 'AsMap') return [atom];
          if (atom.path.length > 24) return [atom];
          return this.facts.expand(place([...atom.path, /^\d+$/.test(name) ? '*' : name]));
        case 'dict': {
          if (seen.has(atom)) return [];
          seen.add(atom);
          const own = name === '*' ? undefined : atom.fields.get(name);
          const over = this.field(atom.fields.get(MERGED.over) ?? [], name, seen);
          const below = own ? [] : this.field(atom.fields.get(MERGED.below) ?? [], name, seen);
          const plain = [...atom.fields].filter(([key]) => !isMerged(key) && (name === '*' || key === '*' || key === name));
          return join(over, below, ...plain.map(([, v]) => v));
        }
        case 'list':
          return /^\d+$/.test(name) ? (atom.items[Number(name)] ?? join(...atom.items)) : join(...atom.items);
        default:
          return atom.kind === 'any' ? ANY : [];
      }
    });
    return join(...found);
  }

  private set(target: Value, name: string, value: Value): void {
    for (const atom of target) {
      if (atom.kind === 'place') this.facts.overlay([...atom.path, name], value);
      else if (atom.kind === 'dict') atom.fields.set(name, join(atom.fields.get(name) ?? [], value));
      else if (atom.kind === 'context') this.facts.overlay([SET_ON_CONTEXT, name], value);
    }
  }

  private merge(target: Value, value: Value, layer: 'below' | 'over'): void {
    for (const atom of target) {
      if (atom.kind === 'place' && atom.path.length > 0) this.facts.overlay(atom.path, value);
      else if (atom.kind === 'dict') {
        const others = value.filter((other) => other !== atom);
        atom.fields.set(MERGED[layer], join(atom.fields.get(MERGED[layer]) ?? [], others));
      }
    }
  }

  private include(asked: readonly string[], argument: Value): Value {
    const names = asked.flatMap((name) => (name.includes('\u0000') ? this.matching(name) : [name]));
    return join(...names.map((name) => this.includeOne(name, argument)));
  }

  private matching(pattern: string): string[] {
    return [...this.defines.keys()].filter((name) => fits(name, pattern));
  }

  private includeOne(name: string, argument: Value): Value {
    const body = this.defines.get(name);
    if (!body) {
      this.effects.report(`no define is named ${name}: its argument counts as rendered whole`);
      this.facts.use(argument.filter((a) => a.kind !== 'context'), 'open', this.where);
      return ANY;
    }
    const plain = argument.every((a) => a.kind !== 'dict' && a.kind !== 'list');
    const key = `${name}(${keyOf(argument)})`;
    const calls = this.calls.get(name) ?? 0;
    this.calls.set(name, calls + 1);
    if ((plain || calls > LIMITS.calls) && this.done.has(key)) return outcome(this.done.get(key));
    const same = this.stack.filter((k) => k.startsWith(`${name}(`)).length;
    if (this.stack.length > LIMITS.depth || same > LIMITS.again || this.stack.includes(key)) {
      if (!this.stack.includes(key)) this.facts.use(argument.filter((a) => a.kind !== 'context'), 'open', this.where);
      return ANY;
    }
    this.stack.push(key);
    const outputs = this.template(body, argument);
    this.stack.pop();
    this.done.set(key, outputs);
    return outcome(outputs);
  }

  private render(value: Value, argument: Value): void {
    for (const atom of this.facts.expand(value)) {
      if (atom.kind === 'text' && atom.text.includes('{{')) this.rendered({ name: 'text', text: atom.text }, argument);
      if (atom.kind === 'file') {
        for (const file of this.files) if (fits(file.name, atom.name)) this.rendered(file, argument);
      }
      if (atom.kind === 'place' || atom.kind === 'any') this.rendersValues = true;
    }
  }

  private rendered(source: Source, argument: Value): void {
    const key = `\u0004${source.name}(${keyOf(argument)})`;
    if (this.done.has(key) || this.stack.length > LIMITS.depth) return;
    if (this.stack.some((k) => k.startsWith(`\u0004${source.name}(`))) return;
    this.done.set(key, undefined);
    this.stack.push(key);
    try {
      this.template(parseTemplate(source.text).body, argument);
    } catch (cause) {
      this.effects.report(`${source.name} is rendered but does not parse: ${String(cause)}`);
    }
    this.stack.pop();
  }
}

/** Whether blocks do nothing but fail: the guard against values that a chart no longer takes. */
function onlyFails(nodes: readonly Node[]): boolean {
  const parts = nodes.filter((n) => n.kind !== 'text' || n.text.trim() !== '');
  return (
    parts.length > 0 &&
    parts.every((n) => {
      if (n.kind === 'if') return n.otherwise.length === 0 && onlyFails(n.body);
      const head = n.kind === 'print' ? n.pipeline.commands.at(-1)?.[0] : undefined;
      return head?.kind === 'function' && head.name === 'fail';
    })
  );
}

/** Whether a name is of a pattern in which NUL stands for anything. */
function fits(name: string, pattern: string): boolean {
  const escaped = pattern.split('\u0000').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(name);
}

/** Default strings that hold actions, with their paths. */
function templated(value: unknown, path: readonly string[] = []): { path: readonly string[]; text: string }[] {
  if (typeof value === 'string') return value.includes('{{') ? [{ path, text: value }] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, v]) => templated(v, [...path, name]));
}

const outcome = (outputs: Outputs): Value => (outputs ? join(...outputs.map((o) => text(o.trim()))) : ANY);

const child = (outer: Scope, dot: Value): Scope => ({ dot, variables: new Map(), outer });

function lookUp(scope: Scope | undefined, name: string): Value {
  for (let at = scope; at; at = at.outer) {
    const found = at.variables.get(name);
    if (found) return found;
  }
  return [];
}

/** A new name hides an outer one; an assignment may or may not be reached, so the old value stays possible. */
function bind(scope: Scope, name: string, value: Value, declares: boolean): void {
  if (declares) {
    scope.variables.set(name, value);
    return;
  }
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const known = at.variables.get(name);
    if (!known) continue;
    at.variables.set(name, join(known, value));
    return;
  }
}
