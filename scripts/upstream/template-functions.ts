import type { Mark } from './read-marks.ts';
import { SCALAR_FUNCTIONS } from './scalar-functions.ts';
import { constantsOf, formatted } from './template-constants.ts';
import { ANY, type Atom, dict, join, keysOf, list, text, texts, type Value } from './template-value.ts';

/** What a function may do besides computing its result. */
export interface Effects {
  /** The value is used: printed, compared, tested, or, with `open`, rendered whole. */
  use(value: Value, mark: Mark): void;
  /** The value is asked for being there or not empty, no more. */
  test(value: Value): void;
  /** A field by constant name, or any field. */
  field(value: Value, name: string): Value;
  /** A field is set in place. */
  set(target: Value, name: string, value: Value): void;
  /** A map is merged into another in place, below or over what that one has. */
  merge(target: Value, value: Value, layer: 'below' | 'over'): void;
  /** An element of a list or map. */
  element(value: Value): Value;
  include(names: readonly string[], argument: Value): Value;
  /** A string is rendered as a template. */
  render(value: Value, argument: Value): void;
  /** Something that could not be followed. */
  report(message: string): void;
}

type Fn = (args: readonly Value[], effects: Effects) => Value;

const arg = (args: readonly Value[], at: number): Value => args.at(at) ?? [];

/** Tests its first arguments, returns any of them. */
const choice: Fn = (args, { test }) => {
  for (const value of args) test(value);
  return join(...args);
};

/** The result is a scalar; so are the arguments. */
const scalar: Fn = (args, { use }) => {
  for (const value of args) use(value, 'read');
  return ANY;
};

/** The arguments are lists of scalars. */
const listOfScalars: Fn = (args, { use, element }) => {
  for (const value of args) {
    use(value, 'read');
    use(element(value), 'read');
  }
  return ANY;
};

/** The arguments are rendered whole. */
const whole: Fn = (args, { use }) => {
  for (const value of args) use(value, 'open');
  return ANY;
};

/** The result holds elements of the argument. */
const sameElements: Fn = (args, { test, element }) => {
  for (const value of args) test(value);
  return list([join(...args.map(element))]);
};

const same =
  (at: number): Fn =>
  (args) =>
    arg(args, at);

const pick: Fn = ([source = [], ...names], { field }) =>
  dict(names.flatMap((n) => texts(n)).map((name) => [name, field(source, name)]));

const navigate = (source: Value, keys: readonly Value[], { field, use }: Effects): Value =>
  keys.reduce((at, key) => {
    use(key, 'read');
    const names = texts(key);
    const exact = key.length > 0 && names.length === key.length;
    return exact
      ? join(...names.map((name) => field(at, name)))
      : join(field(at, '*'), ...names.map((n) => field(at, n)));
  }, source);

const merge =
  (layer: 'below' | 'over'): Fn =>
  ([target = [], ...others], effects) => {
    for (const other of others) effects.merge(target, other, layer);
    return target.every((a) => a.kind === 'dict') ? target : join(target, ...others);
  };

const FUNCTIONS: Readonly<Record<string, Fn>> = {
  default: choice,
  coalesce: choice,
  or: choice,
  and: choice,
  ternary: ([yes = [], no = [], condition = []], { test }) => {
    test(condition);
    return join(yes, no);
  },
  required: (args, { test }) => {
    test(arg(args, 1));
    return arg(args, 1);
  },
  deepCopy: same(0),
  mustDeepCopy: same(0),
  dict: (args) => dictOf(args),
  list: (args) => list(args),
  tuple: (args) => list(args),
  index: ([source = [], ...keys], effects) => navigate(source, keys, effects),
  get: ([source = [], key = []], effects) => navigate(source, [key], effects),
  hasKey: ([source = [], key = []], effects) => {
    effects.test(navigate(source, [key], effects));
    return ANY;
  },
  dig: (args, effects) => {
    const found = navigate(arg(args, -1), args.slice(0, -2), effects);
    effects.test(found);
    return join(found, arg(args, -2));
  },
  pluck: ([key = [], ...sources], effects) => list([join(...sources.map((s) => navigate(s, [key], effects)))]),
  pick,
  omit: same(0),
  set: ([target = [], key = [], value = []], effects) => {
    const names = texts(key);
    for (const name of names.length > 0 ? names : ['*']) effects.set(target, name, value);
    return target;
  },
  unset: same(0),
  merge: merge('below'),
  mustMerge: merge('below'),
  mergeOverwrite: merge('over'),
  mustMergeOverwrite: merge('over'),
  keys: (args, { test, element }) => {
    for (const value of args) {
      test(value);
      test(element(value));
    }
    return list([join(...args.flat().map((a) => (a.kind === 'dict' ? keysOf(a.fields) : ANY)))]);
  },
  values: sameElements,
  first: (args, effects) => first(args, effects),
  mustFirst: (args, effects) => first(args, effects),
  last: (args, { element, test }) => {
    test(arg(args, 0));
    return element(arg(args, 0));
  },
  rest: sameElements,
  initial: sameElements,
  slice: sameElements,
  reverse: sameElements,
  compact: sameElements,
  concat: sameElements,
  uniq: listOfElements,
  sortAlpha: listOfElements,
  without: listOfElements,
  mustUniq: listOfElements,
  append: appended,
  prepend: appended,
  mustAppend: appended,
  mustPrepend: appended,
  chunk: sameElements,
  has: (args, effects) => listOfScalars(args, effects),
  mustHas: (args, effects) => listOfScalars(args, effects),
  join: (args, effects) => listOfScalars(args, effects),
  toStrings: listOfScalars,
  include: ([name = [], argument = []], effects) => {
    effects.use(name, 'read');
    return effects.include(includeNames(name, effects), argument);
  },
  tpl: ([source = [], argument = []], effects) => {
    effects.use(source, 'read');
    effects.render(source, argument);
    return ANY;
  },
  printf: (args, effects) => {
    for (const value of args) effects.use(value, 'read');
    return formatted(args);
  },
  print: (args, effects) => {
    for (const value of args) effects.use(value, 'read');
    return formatted([text(args.map(() => '%s').join('')), ...args]);
  },
  toString: (args: readonly Value[], effects: Effects) => {
    scalar(args, effects);
    return constantsOf(arg(args, 0));
  },
  toYaml: whole,
  mustToYaml: whole,
  toYamlPretty: whole,
  toJson: whole,
  mustToJson: whole,
  toPrettyJson: whole,
  mustToPrettyJson: whole,
  toRawJson: whole,
  mustToRawJson: whole,
  toToml: whole,
  mustToToml: whole,
};

/** Calls a template function by name; one that nobody knows is taken to render its arguments whole. */
export function callFunction(name: string, args: readonly Value[], effects: Effects): Value {
  if (SCALAR_FUNCTIONS.has(name)) return scalar(args, effects);
  const known = FUNCTIONS[name];
  if (known) return known(args, effects);
  effects.report(`function ${name} is not known: its arguments count as rendered whole`);
  return whole(args, effects);
}

function dictOf(args: readonly Value[]): Value {
  const fields = new Map<string, Value>();
  for (let at = 0; at < args.length; at += 2) {
    const names = texts(arg(args, at));
    for (const name of names.length > 0 ? names : ['*']) {
      fields.set(name, join(fields.get(name) ?? [], args[at + 1] ?? []));
    }
  }
  return [{ kind: 'dict', fields }];
}

function first(args: readonly Value[], { element, test }: Effects): Value {
  const value = arg(args, 0);
  test(value);
  const exact = value.length > 0 && value.every((a) => a.kind === 'list' && a.items.length > 0);
  return exact ? join(...value.flatMap((a: Atom) => (a.kind === 'list' ? [a.items[0] ?? []] : []))) : element(value);
}

function listOfElements(args: readonly Value[], effects: Effects): Value {
  for (const value of args) effects.test(value);
  return list([join(...args.map((a) => effects.element(a)))]);
}

function appended([source = [], item = []]: readonly Value[], { element, test }: Effects): Value {
  test(source);
  return list([join(element(source), item)]);
}

/** Names of an include; one that is only partly constant is kept with a NUL for what is not known. */
function includeNames(name: Value, { report }: Effects): string[] {
  const names = texts(name);
  if (names.length === name.length) return names;
  report('an include by a name that is not constant: every define is tried');
  return [...names, '\u0000'];
}
