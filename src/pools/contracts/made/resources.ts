import { remembered } from '../../../remembered.ts';
import type { AzureTypes } from '../../aks/resource-types.ts';
import type { CompiledPools } from '../../compiled.ts';
import type { AwsTypes } from '../../eks/resource-types.ts';
import type { GcpTypes } from '../../gke/resource-types.ts';
import type { OciTypes } from '../../oke/resource-types.ts';
import type { Planned, PlannedResource } from '../../resource.ts';

/** Every type that a cloud makes. The provider's SDK checks the names that contracts read, as it does where they are written. */
type AllTypes = AwsTypes & AzureTypes & GcpTypes & OciTypes;

/** A resource of a cloud with the argument types of its SDK. */
export interface Made<Type extends keyof AllTypes> extends Omit<PlannedResource<Type>, 'args'> {
  readonly args: Planned<AllTypes[Type][1]>;
}

const byType = remembered(({ resources }: CompiledPools): ReadonlyMap<string, readonly PlannedResource[]> => {
  const groups = new Map<string, PlannedResource[]>();
  for (const resource of resources) {
    const group = groups.get(resource.type);
    if (group) group.push(resource);
    else groups.set(resource.type, [resource]);
  }
  return groups;
});

/** All resources of a type. */
export const madeOf = <Type extends keyof AllTypes>(compiled: CompiledPools, type: Type): readonly Made<Type>[] =>
  (byType(compiled).get(type) ?? []) as unknown as readonly Made<Type>[];

/** Whether a resource belongs to the GPU nodes. */
export const isGpu = ({ part }: Pick<PlannedResource, 'part'>): boolean => part.startsWith('gpu');
