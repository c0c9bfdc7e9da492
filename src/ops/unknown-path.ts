import { CnsError, type ErrorCode } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { formatPath, parsePath } from '../path.ts';
import { compareText } from '../plain.ts';

/** No value at a path that a user asked for: names the nearest paths that there are. */
export function unknownPath(asked: string, known: Iterable<string>): CnsError {
  const all = [...known];
  const near = nearPaths(asked, all);
  const code: ErrorCode = 'COMPONENT_UNKNOWN';
  return new CnsError({
    code,
    path: asked,
    message: 'nothing in this recipe has this path',
    hint:
      near.length > 0
        ? `did you mean ${near.join(', ')}?`
        : 'paths begin with components, inputs, ownership, criteria, constraints, tuning, provided',
  });
}

/** By spelling, or else the paths below the longest part that exists, or those that end with the same key. */
export function nearPaths(asked: string, known: readonly string[]): string[] {
  const spelled = nearest(asked, known);
  if (spelled.length > 0) return spelled;
  const path = parsePath(asked) ?? [];
  for (let length = path.length - 1; length > 1; length--) {
    const start = formatPath(path.slice(0, length));
    const below = known.filter((other) => other.startsWith(start) && /^[.[]/.test(other.slice(start.length)));
    if (below.length === 0) continue;
    const wanted = formatPath(path.slice(length));
    const similar = nearest(
      wanted,
      below.map((other) => other.slice(start.length + 1)),
    );
    return similar.length > 0 ? similar.map((rest) => `${start}.${rest}`) : below.sort(compareText).slice(0, 3);
  }
  const last = String(path.at(-1) ?? '');
  const parts = new Set(known.flatMap((other) => prefixes(other)));
  const close = nearest(asked, parts);
  if (close.length > 0) return close;
  return known.filter((other) => last !== '' && other.endsWith(`.${last}`)).slice(0, 3);
}

function prefixes(text: string): string[] {
  const path = parsePath(text) ?? [];
  return path.map((_, i) => formatPath(path.slice(0, i + 1)));
}
