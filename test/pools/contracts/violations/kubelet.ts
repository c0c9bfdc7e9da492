import { withBoot, withObject, withSetting } from '../changes.ts';
import { sampleInput } from '../inputs.ts';
import { AKS, al2023Training, gkeTraining, H100 } from './clusters.ts';
import type { Violation } from './violation.ts';

/** Kubelet and settings. */
export const KUBELET: readonly Violation[] = [
  {
    breaks: 'kubelet-fields',
    when: 'the kubelet is asked for a policy that it does not have',
    input: () => withSetting(sampleInput(H100), 'kubelet-cpu-manager', { value: 'dynamic' }),
    says: ['values of cpuManagerPolicy is none, static', 'kubelet-cpu-manager (cpuManagerPolicy) is dynamic'],
  },
  {
    breaks: 'kubelet-fields',
    when: 'AKS is asked for reserved CPUs, which it has no field for (node-pools.md 0.8)',
    input: () =>
      withSetting(sampleInput(AKS), 'kubelet-cpu-manager', {
        id: 'kubelet-reserved',
        name: 'reservedSystemCPUs',
        value: '0-3',
      }),
    says: [
      'kubelet fields that pools of aks do not have is kubeReserved, systemReserved, reservedSystemCPUs',
      'kubelet-reserved (reservedSystemCPUs) is 0-3',
    ],
  },
  {
    breaks: 'kubelet-fields',
    when: 'GKE is asked for options of the CPU manager, which it has no field for',
    input: () =>
      withSetting(gkeTraining(), 'kubelet-cpu-manager', {
        id: 'kubelet-cpu-options',
        name: 'cpuManagerPolicyOptions',
        value: 'full-pcpus-only',
      }),
    says: [
      'kubelet fields that pools of gke do not have',
      'kubelet-cpu-options (cpuManagerPolicyOptions) is full-pcpus-only',
    ],
  },
  {
    breaks: 'cpu-manager',
    when: 'a reservation without CPUs takes the place of the service (node-pools.md 2)',
    input: () =>
      withSetting(sampleInput(H100), 'kubelet-cpu-manager', {
        id: 'kubelet-kube-reserved',
        name: 'kubeReserved',
        value: 'memory=4Gi',
      }),
    says: ['kubelet-cpu-manager (cpuManagerPolicy) is static', 'kubelet-kube-reserved (kubeReserved) is memory=4Gi'],
  },
  {
    breaks: 'cpu-manager',
    when: 'options stand without the static policy',
    input: () =>
      withSetting(withSetting(sampleInput(H100), 'kubelet-cpu-manager', { value: 'none' }), 'kubelet-cpu-manager', {
        id: 'kubelet-cpu-options',
        name: 'cpuManagerPolicyOptions',
        value: 'full-pcpus-only',
      }),
    says: [
      'kubelet-cpu-manager (cpuManagerPolicy) is none',
      'kubelet-cpu-options (cpuManagerPolicyOptions) is full-pcpus-only',
    ],
  },
  {
    breaks: 'cpu-manager',
    when: 'isolcpus stands beside the static policy (hardware-tuning.md rule 6)',
    input: () =>
      withObject(
        sampleInput(H100),
        'NodeWright',
        ['spec', 'packages', 'remainder-script', 'configMap', 'apply.sh'],
        'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX isolcpus=2-95 hugepagesz=2M hugepages=5128"\n',
      ),
    says: ['kubelet-cpu-manager (cpuManagerPolicy) is static', 'configMap["apply.sh"] is isolcpus=2-95'],
  },
  {
    breaks: 'topology-manager',
    when: 'whole-node training runs under single-numa-node (node-pools.md 2)',
    input: () => withSetting(sampleInput(H100), 'kubelet-topology-manager', { value: 'single-numa-node' }),
    says: ['topologyManagerPolicy) is single-numa-node', 'criteria.intent is training with 8 GPUs a node'],
  },
  {
    breaks: 'topology-manager',
    when: 'a static memory manager has no memory reserved',
    input: () =>
      withSetting(sampleInput(H100), 'kubelet-topology-manager', {
        id: 'kubelet-memory',
        name: 'memoryManagerPolicy',
        value: 'Static',
      }),
    says: ['kubelet-memory (memoryManagerPolicy) is Static', 'setting reservedMemory is not given'],
  },
  {
    breaks: 'kernel-defaults',
    when: 'a sysctl differs from what the kubelet of AL2023 protects (node-pools.md 2)',
    input: () =>
      withSetting(al2023Training(), 'max-map-count', {
        id: 'overcommit',
        name: 'vm.overcommit_memory',
        comparison: 'equals',
        value: '0',
      }),
    says: ['vm.overcommit_memory that the kubelet insists on is 1', 'overcommit (vm.overcommit_memory) is 0'],
  },
  {
    breaks: 'settings-once',
    when: 'a setting of the pool is placed nowhere',
    input: () => {
      const { compiled, ...input } = al2023Training();
      if (!compiled) throw new Error('no resources');
      return { ...input, compiled: { ...compiled, placements: compiled.placements.slice(1) } };
    },
    says: ['in the pool is none', 'is pool'],
  },
  {
    breaks: 'settings-once',
    when: 'the pool brings what the agent brings too',
    input: () => {
      const { compiled, ...input } = sampleInput(H100);
      if (!compiled) throw new Error('no resources');
      const twice = { setting: 'max-map-count', where: 'gpu-template: userData' };
      return { ...input, compiled: { ...compiled, placements: [...compiled.placements, twice] } };
    },
    says: ['places of max-map-count in the pool is gpu-template: userData', 'carrier of max-map-count is agent'],
  },
  {
    breaks: 'kernel-arguments-once',
    when: 'pool and agent set one kernel argument',
    input: () =>
      withBoot(sampleInput(H100), (text) =>
        text.replace(
          'set -euo pipefail',
          `set -euo pipefail\\ngrubby --update-kernel=ALL --args='processor.max_cstate=0'`,
        ),
      ),
    says: ['gpu-user-data is processor.max_cstate=0', 'configMap["apply.sh"] is processor.max_cstate=1'],
  },
  {
    breaks: 'kernel-arguments-once',
    when: 'one package of the agent sets an argument twice',
    input: () =>
      withObject(
        sampleInput(H100),
        'NodeWright',
        ['spec', 'packages', 'tuning', 'configMap', 'grub.conf'],
        'console=tty1\nconsole=ttyS0\niommu=pt\niommu=off',
      ),
    says: ['configMap["grub.conf"] is iommu=pt', 'configMap["grub.conf"] is iommu=off'],
  },
];
