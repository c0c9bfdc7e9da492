import type { PlannedSetting } from '../plan.ts';
import type { Contract, ContractInput } from './contract.ts';
import { broken, type Said, said } from './said.ts';

const RESERVED = ['kubeReserved', 'systemReserved', 'reservedSystemCPUs', 'reservedMemory'];

/**
 * Fields of KubeletConfiguration that matter here and that pools of a service do not have.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/node-system-config
 * @see https://learn.microsoft.com/azure/aks/custom-node-configuration-reference
 */
const ABSENT: Readonly<Record<string, readonly string[]>> = {
  gke: [...RESERVED, 'cpuManagerPolicyOptions'],
  aks: [...RESERVED, 'cpuManagerPolicyOptions', 'memoryManagerPolicy', 'topologyManagerScope'],
};

/** @see https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  cpuManagerPolicy: ['none', 'static'],
  topologyManagerPolicy: ['none', 'best-effort', 'restricted', 'single-numa-node'],
  topologyManagerScope: ['container', 'pod'],
  memoryManagerPolicy: ['None', 'Static'],
};

/** What the pool is asked to say to the kubelet. */
export const ofKubelet = ({ plan }: ContractInput): readonly PlannedSetting[] =>
  plan.gpu.settings.filter(({ kind, carrier }) => kind === 'kubelet' && carrier === 'pool');

export const settingSaid = ({ id, name, value }: PlannedSetting): Said => said(`setting ${id} (${name})`, value);

/** What is asked of the kubelet is something that it knows and that the service lets through. */
export const kubeletFields: Contract = {
  id: 'kubelet-fields',
  about:
    'What the recipe asks of the kubelet is a value that it takes, in a field that the service has, or is reported as inexpressible.',
  halves: ['fields of the kubelet that the service lets pools set', 'kubelet settings of the recipe'],
  source:
    'https://docs.cloud.google.com/kubernetes-engine/docs/how-to/node-system-config, https://learn.microsoft.com/azure/aks/custom-node-configuration',
  check(input) {
    const { service } = input.plan;
    const absent = ABSENT[service] ?? [];
    const refused = new Set(input.compiled?.inexpressible.map(({ setting }) => setting));
    return ofKubelet(input).flatMap((setting) => {
      const { id, layer, name, value = '' } = setting;
      const path = `tuning.gpu.settings.${id}`;
      const tree = settingSaid(setting);
      if (VALUES[name] && !VALUES[name].includes(value))
        return [
          broken({
            path,
            pool: said(`values of ${name}`, VALUES[name].join(', ')),
            tree,
            because: 'the kubelet does not start with it',
            hint: `choose one of these in ${layer}`,
          }),
        ];
      if (!input.compiled || !absent.includes(name) || refused.has(id)) return [];
      return [
        broken({
          path,
          pool: said(`kubelet fields that pools of ${service} do not have`, absent.join(', ')),
          tree,
          because: 'nothing brings it to the node, and nothing says that it is lost',
          hint: `take the setting out in a layer for ${service}`,
        }),
      ];
    });
  },
};
