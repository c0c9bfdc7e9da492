import { resolvedSetting } from '../../src/contract/cluster.ts';
import type { Catalog } from '../../src/recipe/catalog.ts';
import { table } from '../../src/report/markdown.ts';

const KINDS = resolvedSetting.shape.kind.options;

/** docs/capabilities.md: who brings each kind of setting to a GPU node of each service and operating system, and why. */
export function capabilitiesDocument({ channels }: Pick<Catalog, 'channels'>): string {
  const overview = channels.map(({ service, os, kinds }) => [
    service,
    os,
    ...KINDS.map((kind) => kinds[kind]?.channel ?? ''),
  ]);
  const sections = channels.map(({ service, os, kinds }) => {
    const rows = KINDS.map((kind) => [
      kind,
      kinds[kind]?.channel ?? '',
      kinds[kind]?.why ?? '',
      kinds[kind]?.source ?? '',
    ]);
    return `## ${service}, ${os}\n\n${table(['kind of setting', 'brought by', 'why', 'source'], rows)}`;
  });
  return `# What each service can express

Generated from recipes/channels.yaml. Each setting of a recipe reaches a node one way: by the **pool** (a field of the provider or its first-boot file), by the **agent** in the cluster (NodeWright), by a value of a **chart**, or it is in the **image**. **none** means that it cannot be expressed there: the plan says so.

\`cnsctl infra plan <cluster>\` shows for one cluster where each of its settings goes, and what the pool cannot take after all.

${table(['service', 'os', ...KINDS], overview)}

${sections.join('\n\n')}
`;
}
