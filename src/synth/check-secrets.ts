import type { ComponentManifests, KubeObject } from '../contract/manifests.ts';
import type { Problem } from '../errors.ts';
import { formatPath, type Path } from '../path.ts';
import { isPlainMap } from '../plain.ts';
import { remembered } from '../remembered.ts';

/** Keys whose text is a secret; keys that name a Secret object (`existingSecret`, `passwordKey`) end otherwise. */
const SECRET_KEY =
  /(^|[a-z_.-])(password|passwd|passphrase|token|api[_-]?key|(?<!existing[_-]?)secret[_-]?key|private[_-]?key|access[_-]?key|client[_-]?secret|credentials?)$/i;

const URL_WITH_PASSWORD = /:\/\/[^\s/:@]+:[^\s/@]+@/;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Secrets that stand in clear: Secret objects with data, and values or fields that hold a password, token or key as text. */
export function secretProblems(
  placed: readonly { readonly component: string; readonly object: KubeObject }[],
  units: readonly ComponentManifests[],
): Problem[] {
  const objects = placed.flatMap(({ component, object }) => {
    if (
      object.kind === 'Secret' &&
      ['data', 'stringData'].some((key) => isPlainMap(object[key]) && Object.keys(object[key] as object).length > 0)
    ) {
      return [problem(component, ['Secret', object.metadata.name], 'a Secret object with its content')];
    }
    return clearIn(object).map((path) =>
      problem(component, [`${object.kind} ${object.metadata.name}`, ...path], 'text of a secret'),
    );
  });
  const values = units.flatMap(({ component, release }) =>
    clearIn(release?.values ?? {}).map((path) => problem(component, ['values', ...path], 'text of a secret')),
  );
  return [...objects, ...values];
}

const problem = (component: string, path: Path, what: string): Problem => ({
  code: 'SECRET_IN_CLEAR',
  path: formatPath(['components', component, ...path]),
  message: `${what} stands in clear: the tree is committed`,
  hint: 'refer to a Secret by name, and make that Secret outside the tree, e.g. with External Secrets',
});

const clearIn = remembered((root: object) => clear(root, []));

function clear(value: unknown, path: Path): Path[] {
  if (typeof value === 'string') {
    const key = path.findLast((part) => typeof part === 'string');
    const named = typeof key === 'string' && SECRET_KEY.test(key) && value !== '';
    return named || URL_WITH_PASSWORD.test(value) || PRIVATE_KEY.test(value) ? [path] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item, i) => clear(item, [...path, i]));
  if (isPlainMap(value)) {
    // An environment variable says by its name what its value is.
    const variable = typeof value.name === 'string' && SECRET_KEY.test(value.name);
    return Object.entries(value).flatMap(([key, item]) =>
      variable && key === 'value' && typeof item === 'string' && item !== ''
        ? [[...path, key]]
        : clear(item, [...path, key]),
    );
  }
  return [];
}
