import { CnsError } from '../errors.ts';
import { nearest } from '../nearest.ts';

/** A ConfigMap, as `cm://namespace/name` names it. */
export interface ConfigMapAddress {
  readonly namespace: string;
  readonly name: string;
}

const SCHEME = 'cm://';

/** Names of Kubernetes: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/**
 * Reads `cm://namespace/name`; undefined for a text that is no address but the path of a file.
 *
 * @param flag that the text came by, for errors
 * @throws CnsError `USAGE` for what begins like an address and is none, with what was probably meant
 */
export function configMapAddress(text: string, flag: string): ConfigMapAddress | undefined {
  if (!text.startsWith(SCHEME)) {
    const meant = meantAs(text);
    if (meant !== undefined) throw refused(text, flag, `addresses begin with ${SCHEME}`, meant);
    return undefined;
  }
  const [namespace = '', name = '', ...more] = text.slice(SCHEME.length).split('/');
  if (namespace === '' || name === '' || more.length > 0)
    throw refused(text, flag, `it is written ${SCHEME}namespace/name`, repaired(namespace, [name, ...more].join('-')));
  const why = faultOf('namespace', namespace, LABEL, 63) ?? faultOf('name', name, SUBDOMAIN, 253);
  if (why !== undefined) throw refused(text, flag, why, repaired(namespace, name));
  return { namespace, name };
}

function faultOf(what: string, value: string, pattern: RegExp, most: number): string | undefined {
  if (value.length > most) return `its ${what} has ${value.length} characters, of which ${most} are allowed`;
  if (pattern.test(value)) return undefined;
  const dot = what === 'name' ? ', dots' : '';
  return `its ${what} ${JSON.stringify(value)} may have small letters, digits${dot} and hyphens, the latter not at its ends`;
}

/** A scheme that is nearly ours, such as `cm:/a/b`, `CM://a/b` or `configmap://a/b`. A file may be called `cm` or `cm-1.yaml`. */
function meantAs(text: string): string | undefined {
  const [, scheme = '', rest = ''] = /^([A-Za-z]+):\/{0,3}(.*)$/.exec(text) ?? [];
  const known = ['cm', 'cms', 'configmap', 'configmaps'];
  if (
    scheme === '' ||
    !(known.includes(scheme.toLowerCase()) || (text.includes('://') && nearest(scheme, known).length > 0))
  )
    return undefined;
  const [namespace = '', name = ''] = rest.split('/');
  return repaired(namespace, name);
}

/** An address that would be taken; undefined where nothing of the kind can be made. */
function repaired(namespace: string, name: string): string | undefined {
  const [a, b] = [namespace, name].map((part) =>
    part
      .toLowerCase()
      .replaceAll('_', '-')
      .replace(/^-+|-+$/g, ''),
  );
  if (a === undefined || b === undefined || !LABEL.test(a) || !SUBDOMAIN.test(b) || a.length > 63 || b.length > 253)
    return undefined;
  return `${SCHEME}${a}/${b}`;
}

function refused(text: string, flag: string, why: string, meant?: string): CnsError {
  return new CnsError({
    code: 'USAGE',
    message: `${JSON.stringify(text.slice(0, 300))} is no address of a ConfigMap: ${why}`,
    hint: meant === undefined ? `e.g. ${SCHEME}gpu-operator/snapshot` : `did you mean ${meant}?`,
    source: { file: flag, line: 1, column: 1 },
  });
}
