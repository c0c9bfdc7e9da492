import type { Path } from './path.ts';
import { isPlainMap } from './plain.ts';

/** Keys whose text is a secret; keys that name a Secret object (`existingSecret`, `passwordKey`) end otherwise. */
const SECRET_KEY =
  /(^|[a-z_.-])(password|passwd|passphrase|token|api[_-]?key|(?<!existing[_-]?)secret[_-]?key|private[_-]?key|access[_-]?key|client[_-]?secret|credentials?)$/i;

const URL_WITH_PASSWORD = /:\/\/[^\s/:@]+:[^\s/@]+@/;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Where in plain data a secret stands in clear: by the name of its key or variable, or by what it looks like. */
export function secretPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'string') {
    const key = path.findLast((part) => typeof part === 'string');
    const named = typeof key === 'string' && SECRET_KEY.test(key) && value !== '';
    return named || URL_WITH_PASSWORD.test(value) || PRIVATE_KEY.test(value) ? [path] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item, i) => secretPaths(item, [...path, i]));
  if (isPlainMap(value)) {
    // An environment variable says by its name what its value is.
    const variable = typeof value.name === 'string' && SECRET_KEY.test(value.name);
    return Object.entries(value).flatMap(([key, item]) =>
      variable && key === 'value' && typeof item === 'string' && item !== ''
        ? [[...path, key]]
        : secretPaths(item, [...path, key]),
    );
  }
  return [];
}
