import { CnsError, type ErrorCode } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { formatPath, parsePath } from '../path.ts';
import { compareText } from '../plain.ts';

/** No value at a path that a user asked for: names the nearest paths that there are. */
export function unknownPath(asked: string, known: Iterable<string>): CnsError {
  const all = [...known];
  const near = nearPaths(asked, all);
  const code: ErrorCode = 'PATH_UNKNOWN';
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

/** By the spelling of what follows the longest part that exists, or of the whole; or else what there is below that part, or ends with the same key. */
export function nearPaths(asked: string, known: readonly string[]): readonly string[] {
  const path = parsePath(asked) ?? [];
  const parts = [...new Set(known.flatMap(prefixes))];
  const found = path
    .map((_, i) => path.slice(0, path.length - 1 - i))
    .find((start) => start.length > 0 && parts.some((part) => isBelow(part, formatPath(start))));
  const start = found === undefined ? '' : formatPath(found);
  const wanted = found === undefined ? asked : formatPath(path.slice(found.length));
  const rests = parts.filter((part) => isBelow(part, start)).map((part) => part.slice(start.length).replace(/^\./, ''));
  const similar = nearest(
    wanted,
    rests.filter((rest) => parsePath(rest)?.length === parsePath(wanted)?.length),
  );
  if (similar.length > 0) return similar.map((rest) => (rest.startsWith('[') ? `${start}${rest}` : `${start}.${rest}`));
  if (found !== undefined && found.length > 1)
    return parts
      .filter((part) => isBelow(part, start))
      .sort(compareText)
      .slice(0, 3);
  const close = nearest(asked, parts);
  const last = String(path.at(-1) ?? '');
  return close.length > 0 ? close : known.filter((other) => last !== '' && other.endsWith(`.${last}`)).slice(0, 3);
}

const isBelow = (path: string, ancestor: string): boolean =>
  ancestor !== '' && path.startsWith(ancestor) && /^[.[]/.test(path.slice(ancestor.length));

function prefixes(text: string): string[] {
  const path = parsePath(text) ?? [];
  return path.map((_, i) => formatPath(path.slice(0, i + 1)));
}
