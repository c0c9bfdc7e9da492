import type { Bundle } from '../contract/manifests.ts';
import type { ResolvedRecipe } from '../recipe/resolve.ts';

/** What a person looks at once the tree is applied: things that the recipe names, and objects that need GPU nodes. */
export function checkByHand({ byHand }: ResolvedRecipe, { units }: Bundle): string {
  const people = Object.values(byHand)
    .filter(({ when }) => when === 'after')
    .map(({ why, source }) => `- ${why} (${source})`);
  const nodes = units
    .flatMap(({ readiness }) => readiness.filter((r) => r.needsNodes))
    .map((r) => {
      const group = r.apiVersion.includes('/') ? `.${r.apiVersion.split('/')[0]}` : '';
      const place = r.namespace ? ` --namespace ${r.namespace}` : '';
      return `- \`kubectl get ${r.kind.toLowerCase()}${group} ${r.name}${place}\`${r.field ? `: ${r.field.path} is \`${r.field.ready}\`` : ''}`;
    });
  const waiting =
    nodes.length === 0
      ? []
      : [`The deployer does not wait for these, because they need GPU nodes:\n\n${nodes.join('\n')}`];
  const looked = people.length === 0 ? [] : [people.join('\n')];
  const parts = [...looked, ...waiting];
  return parts.length === 0 ? '' : `## Check by hand\n\n${parts.join('\n\n')}`;
}
