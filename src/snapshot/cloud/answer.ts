import type { HttpOutcome } from '../../contract/machine.ts';
import { valueAt } from '../../path.ts';
import { isPlainMap, type PlainMap } from '../../plain.ts';

/** The map that a JSON answer of status 200 is; undefined for everything else, such as a page of HTML. */
export function jsonMap(outcome: HttpOutcome): PlainMap | undefined {
  if (outcome.state !== 'answered' || outcome.status !== 200) return undefined;
  try {
    const value: unknown = JSON.parse(outcome.body);
    return isPlainMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** One line of printable text, at most 512 characters, without what surrounds it: names, ids and versions are no more. */
export function line(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  return text !== '' && text.length <= 512 && !/[\u0000-\u001f\u007f<>]/.test(text) ? text : undefined;
}

/** `line` of a value inside a JSON answer. */
export const lineAt = (map: PlainMap | undefined, ...path: string[]): string | undefined => line(valueAt(map, path));

/** `line` of a plain answer of status 200. */
export const plainLine = (outcome: HttpOutcome): string | undefined =>
  outcome.state === 'answered' && outcome.status === 200 ? line(outcome.body) : undefined;

/** Why an answer is of no use, without repeating it: an answer may hold what nobody should read. */
export function whyNot(outcome: HttpOutcome): string {
  if (outcome.state === 'silent') return outcome.why;
  return outcome.status === 200 ? 'the answer is not in the format of this service' : `status ${outcome.status}`;
}
