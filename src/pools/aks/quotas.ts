import type { QuotaNeed } from '../compiled.ts';
import type { AksInput } from './input.ts';

/**
 * vCPUs by family of sizes, and of all families together. Spot nodes count against one quota whatever their family.
 *
 * @see https://learn.microsoft.com/azure/virtual-machines/quotas
 */
export function aksQuotas({ account, instance, plan }: AksInput): QuotaNeed[] {
  const { systemNodes } = account;
  // A third more while system nodes are upgraded.
  const systemCount = systemNodes.count + Math.ceil(systemNodes.count / 3);
  const system = { name: systemNodes.instanceType, vcpu: vcpuOf(systemNodes.instanceType) * systemCount };
  const gpu = (instance.vcpu ?? vcpuOf(instance.name)) * plan.gpu.count;
  const isSpot = plan.gpu.capacity === 'spot';
  const need = (quota: string, amount: number): QuotaNeed => ({ quota, amount, unit: 'vCPU' });
  return [
    isSpot
      ? need('Total Regional Low-priority vCPUs', gpu)
      : need(instance.quota ?? `vCPUs of ${instance.name}'s family`, gpu),
    need(`vCPUs of ${system.name}'s family`, system.vcpu),
    need('Total Regional vCPUs', system.vcpu + (isSpot ? 0 : gpu)),
  ];
}

/** The first number in the name of a size. https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions */
const vcpuOf = (size: string): number => Number(/\d+/.exec(size)?.[0] ?? 0);
