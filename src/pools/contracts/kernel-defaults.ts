import type { Contract } from './contract.ts';
import { settingSaid } from './kubelet.ts';
import { broken, said } from './said.ts';

/**
 * Values that the kubelet of EKS's AL2023 image insists on.
 *
 * @see https://github.com/awslabs/amazon-eks-ami protectKernelDefaults
 */
const KERNEL_DEFAULTS: Readonly<Record<string, string>> = {
  'vm.overcommit_memory': '1',
  'kernel.panic': '10',
  'kernel.panic_on_oops': '1',
};

/** The kubelet of EKS's image stops where a sysctl differs from what it wants. */
export const kernelDefaults: Contract = {
  id: 'kernel-defaults',
  about: "Sysctls that EKS's AL2023 kubelet protects have the values that it insists on.",
  halves: ['protected kernel defaults of the image', 'sysctl settings of the recipe'],
  source: 'https://github.com/awslabs/amazon-eks-ami',
  check({ plan: { gpu, service } }) {
    if (service !== 'eks' || gpu.os !== 'al2023') return [];
    return gpu.settings
      .filter(
        ({ kind, name, value }) => kind === 'sysctl' && name in KERNEL_DEFAULTS && value !== KERNEL_DEFAULTS[name],
      )
      .map((setting) =>
        broken({
          path: `tuning.gpu.settings.${setting.id}`,
          pool: said(`${setting.name} that the kubelet insists on`, KERNEL_DEFAULTS[setting.name]),
          tree: settingSaid(setting),
          because: 'the kubelet stops where the two differ',
          hint: `set ${setting.name} to ${KERNEL_DEFAULTS[setting.name]}`,
        }),
      );
  },
};
