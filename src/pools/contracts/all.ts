import { addOnOnce, gatewayApi } from './add-ons.ts';
import { capacity, placementGroup } from './capacity.ts';
import type { Contract } from './contract.ts';
import { cpuManager } from './cpu-manager.ts';
import { dmaBufKernel, kernelModules, peerMemory } from './driver.ts';
import { fabricComponent, fabricInterfaces } from './fabric.ts';
import { fabricNetworks, fabricPlacement } from './fabric-networks.ts';
import { kernelArgumentsOnce } from './kernel-arguments.ts';
import { kernelDefaults } from './kernel-defaults.ts';
import { kubeletFields } from './kubelet.ts';
import { imageKernel, kubernetesVersion } from './kubernetes.ts';
import { agentSelector, poolLabels, selectors } from './labels.ts';
import { instanceType, nodeImage } from './machine.ts';
import { hugePageRequests, hugePageSize, kernelPages } from './memory-pages.ts';
import { driverOnImage, driverRoot, gpuStackOwner } from './ownership.ts';
import { rackCapacity, rackCount, rackDomains } from './racks.ts';
import { rebootBudget, reservedUpgrade } from './reboots.ts';
import { region, registryPartition } from './region.ts';
import { settingsOnce } from './settings.ts';
import { storageClass, storageDriver, storageIdentity } from './storage.ts';
import { agentTaint, gpuTolerations, poolTaints, systemTolerations } from './taints.ts';
import { topologyManager } from './topology-manager.ts';

/** Everything that pools and tree must agree on. To add one: write it, then its line here. */
export const CONTRACTS = [
  gpuStackOwner,
  driverOnImage,
  driverRoot,
  poolTaints,
  agentTaint,
  gpuTolerations,
  systemTolerations,
  poolLabels,
  selectors,
  agentSelector,
  instanceType,
  nodeImage,
  region,
  registryPartition,
  fabricComponent,
  fabricInterfaces,
  fabricPlacement,
  fabricNetworks,
  kubeletFields,
  cpuManager,
  topologyManager,
  kernelDefaults,
  settingsOnce,
  kernelArgumentsOnce,
  rebootBudget,
  reservedUpgrade,
  kubernetesVersion,
  imageKernel,
  storageDriver,
  storageIdentity,
  storageClass,
  addOnOnce,
  gatewayApi,
  capacity,
  placementGroup,
  hugePageSize,
  hugePageRequests,
  kernelPages,
  kernelModules,
  peerMemory,
  dmaBufKernel,
  rackCount,
  rackCapacity,
  rackDomains,
] as const satisfies readonly Contract[];
