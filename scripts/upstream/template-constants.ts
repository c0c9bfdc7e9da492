import { ANY, join, text, texts, type Value } from './template-value.ts';

/** Constant strings of a value; `any` when there may be others. */
export function constantsOf(value: Value): Value {
  const names = texts(value).map((t) => text(t));
  return names.length === value.length && names.length > 0 ? join(...names) : join(ANY, ...names);
}

/** `printf` with constants: one string for each choice, at most 64. */
export function formatted([format = [], ...rest]: readonly Value[]): Value {
  let known = texts(format);
  if (known.length !== format.length) return ANY;
  for (const value of rest) {
    const parts = texts(value);
    const choices = parts.length === value.length && parts.length > 0 ? parts : [...parts, '\u0000'];
    known = known.flatMap((f) => choices.map((c) => f.replace(/%[sdvq]/, () => c)));
    if (known.length > 64) return ANY;
  }
  return join(...known.map((k) => text(k)));
}
