import type { CompiledPools } from '../../src/pools/compiled.ts';
import type { PlannedResource } from '../../src/pools/resource.ts';

/** The resource of a name, with arguments that a test may look into. */
export function named({ resources }: CompiledPools, name: string): PlannedResource {
  const resource = resources.find((one) => one.name === name);
  if (!resource) throw new Error(`no ${name}; there are ${resources.map((one) => one.name).join(', ')}`);
  return resource;
}
