import { isExpression } from '../../src/pools/expression.ts';
import type { PlannedResource } from '../../src/pools/resource.ts';

/** Names of the resources whose values stand in a value. */
export function referred(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isExpression(value) && '$output' in value) return [value.of];
  return Object.values(value).flatMap(referred);
}

/** What breaks the law that whatever a resource refers to is made before it, and every name once; none is right. */
export function outOfOrder(resources: readonly PlannedResource[]): string[] {
  const seen = new Set<string>();
  return resources.flatMap(({ name, args, options }) => {
    const told = [...referred(args), ...(options.dependsOn ?? [])]
      .filter((needed) => !seen.has(needed))
      .map((needed) => `${name} needs ${needed}`);
    if (seen.has(name)) told.push(`${name} twice`);
    seen.add(name);
    return told;
  });
}
