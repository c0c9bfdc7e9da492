import type { HelmRelease } from '../contract/helm-chart.ts';
import type { Bundle } from '../contract/manifests.ts';
import { isPlainMap, type PlainMap } from '../plain.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';
import { remembered } from '../remembered.ts';

/** What must exist before the tree is applied: pull secrets, referenced secrets, what the provider brings. */
export function prerequisites({ provided, byHand, context }: ResolvedRecipe, { units }: Bundle): string {
  const secrets = units.flatMap(({ component, namespace, release }) =>
    (release ? secretsOf(release) : []).map((secret) => secretLine(secret, component, namespace)),
  );
  const lines = [
    ...context.pullSecrets.map(
      (name) =>
        `- Pull secret \`${name}\` in each namespace below: \`kubectl -n NAMESPACE create secret docker-registry ${name} …\`.`,
    ),
    ...secrets,
    ...Object.values(byHand)
      .filter(({ when }) => when === 'before')
      .map(({ why, source }) => `- ${why} (${source})`),
    ...Object.entries(provided).map(([claim, { why }]) => `- The provider brings \`${claim}\`: ${why}`),
  ];
  return lines.length === 0 ? '' : `## Beforehand\n\n${lines.join('\n')}`;
}

interface ReferencedSecret {
  readonly name: string;
  /** Keys that the chart reads in it. */
  readonly keys: readonly string[];
}

/** Releases of one recipe are the same in all its clusters. */
const secretsOf = remembered(({ values }: HelmRelease) => referencedSecrets(values));

/** Secrets that values refer to by the usual key; the keys inside stand beside it as `userKey`, `passwordKey` and the like. */
function referencedSecrets(values: PlainMap): ReferencedSecret[] {
  const { existingSecret } = values;
  const keys = Object.entries(values).flatMap(([key, value]) =>
    key.endsWith('Key') && typeof value === 'string' ? [value] : [],
  );
  const own = typeof existingSecret === 'string' && existingSecret !== '' ? [{ name: existingSecret, keys }] : [];
  return [...own, ...Object.values(values).flatMap((value) => (isPlainMap(value) ? referencedSecrets(value) : []))];
}

function secretLine({ name, keys }: ReferencedSecret, component: string, namespace: string): string {
  const literals = keys.map((key) => ` --from-literal=${key}=…`).join('');
  return `- Secret \`${name}\` in namespace \`${namespace}\`${keys.length > 0 ? ` with ${keys.map((key) => `\`${key}\``).join(' and ')}` : ''}, for ${component}: \`kubectl -n ${namespace} create secret generic ${name}${literals}\`, or External Secrets. Without it the component does not become ready; nothing secret is printed here.`;
}
