import type { ComponentManifests, KubeObject } from '../contract/manifests.ts';
import type { Problem } from '../errors.ts';
import { formatPath, type Path } from '../path.ts';
import { isPlainMap } from '../plain.ts';
import { remembered } from '../remembered.ts';
import { secretPaths } from '../secrets.ts';

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

const clearIn = remembered((root: object) => secretPaths(root));
