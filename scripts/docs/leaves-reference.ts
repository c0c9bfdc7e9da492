import type { Catalog } from '../../src/recipe/catalog.ts';
import { table } from '../../src/report/markdown.ts';

/** docs/reference/recipes.md: what exists, with support level and evidence, and what does not, with the reason. */
export function leavesReference({ leaves, absent }: Catalog): string {
  const rows = leaves.map((l) => [
    l.service,
    l.accelerator,
    l.os,
    l.intents.join(', '),
    Object.entries(l.platforms)
      .map(([intent, platforms]) => `${intent}: ${platforms.join(', ')}`)
      .join('; '),
    l.instanceTypes.join(', '),
    l.support,
  ]);
  const missing = absent.map((a) => [a.service, a.accelerator ?? 'any', a.os ?? 'any', a.why, a.source]);
  return `# Recipes\n\nGenerated from recipes/leaves. A query must match one row; \`cnsctl recipe list\` prints the same.\n\n${table(['service', 'accelerator', 'os', 'intents', 'platforms', 'instance types', 'support'], rows)}\n\n## What does not exist\n\n${table(['service', 'accelerator', 'os', 'why', 'source'], missing)}\n`;
}
