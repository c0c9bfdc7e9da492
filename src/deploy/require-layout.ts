import type { Bundle, GitLocation } from '../contract/manifests.ts';
import { type Problem, throwProblems } from '../errors.ts';
import { NAMESPACES, stepsOf } from './steps.ts';

/** A DNS label, room left for `-before`: components name folders, Applications and Kustomizations. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,54}[a-z0-9])?$/;

/**
 * Refuses a bundle that cannot be laid out without ambiguity. `taken`: names that the deployer uses itself, and for what.
 *
 * @throws CnsError `PATH_REFUSED` for a component name that is no folder name, `OBJECT_DUPLICATE` where two steps share a name
 */
export function requireLayout(bundle: Bundle, taken: Readonly<Record<string, string>> = {}): void {
  const refused = [
    { component: bundle.cluster.name, path: 'metadata.name' },
    ...bundle.units.map(({ component }) => ({ component, path: `components.${component}` })),
  ]
    .filter(({ component }) => !NAME.test(component))
    .map(
      ({ component, path }): Problem => ({
        code: 'PATH_REFUSED',
        message: `${JSON.stringify(component)} cannot name a folder and a Kubernetes object`,
        path,
        hint: 'use lower-case letters, digits and dashes, 56 at most',
      }),
    );
  const seen = new Map<string, string>([[NAMESPACES, 'the unit of the namespaces'], ...Object.entries(taken)]);
  const twice: Problem[] = [];
  for (const { name, unit } of stepsOf(bundle)) {
    const owner = seen.get(name);
    if (owner !== undefined) {
      twice.push({
        code: 'OBJECT_DUPLICATE',
        message: `component ${unit.component} needs the name ${name}, which ${owner} has already`,
        path: `components.${unit.component}`,
        hint: 'rename one of the two components',
      });
    }
    seen.set(name, `component ${unit.component}`);
  }
  throwProblems([...refused, ...twice]);
}

/**
 * Where the tree will be committed, for deployers whose controller reads it from there.
 *
 * @throws CnsError `DOCUMENT_INVALID` for each part that is missing or unusable: there is no default that would be right
 */
export function requireGit(bundle: Bundle, deployer: string): GitLocation {
  const { repoURL = '', revision = '', path = '' } = bundle.git ?? {};
  const missing = [
    {
      key: 'repoURL',
      flag: '--repo',
      bad: repoURL.trim() === '',
      value: repoURL,
      what: 'an address of a Git repository',
    },
    {
      key: 'revision',
      flag: '--revision',
      bad: revision.trim() === '',
      value: revision,
      what: 'a branch, tag or commit',
    },
    { key: 'path', flag: '--path', bad: !isFolder(path), value: path, what: 'a relative folder of that repository' },
  ].filter(({ bad }) => bad);
  throwProblems(
    missing.map(({ key, flag, value, what }) => ({
      code: 'DOCUMENT_INVALID' as const,
      message: value === '' ? `the ${deployer} deployer needs ${what}` : `${JSON.stringify(value)} is not ${what}`,
      path: `gitops.${key}`,
      hint: `set gitops.${key} in the cluster file, or give ${flag}`,
    })),
  );
  return { repoURL, revision, path: path.replace(/^(\.\/)+/, '').replace(/\/+$/, '') };
}

/** `.` is the repository's root. */
const isFolder = (path: string): boolean =>
  path !== '' && !path.startsWith('/') && !path.includes('\\') && !path.split('/').includes('..');

/** A folder of the tree as the repository sees it. */
export function inRepository({ path }: GitLocation, folder: string): string {
  return path === '.' || path === '' ? folder : `${path}/${folder}`;
}
