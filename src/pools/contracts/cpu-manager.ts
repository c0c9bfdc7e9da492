import type { PlannedSetting } from '../plan.ts';
import type { Contract } from './contract.ts';
import { agentArguments, bootArguments } from './kernel-arguments.ts';
import { ofKubelet, settingSaid } from './kubelet.ts';
import { broken, said } from './said.ts';

/** Fields that keep CPUs back for the system. What a recipe says here takes the place of what the service would work out by itself. */
const RESERVATIONS = ['kubeReserved', 'systemReserved', 'reservedSystemCPUs'];

/** Whether a reservation has CPUs in it: a list of them, or a quantity above zero. */
function reservesCpu({ name, value = '' }: PlannedSetting): boolean {
  if (name === 'reservedSystemCPUs') return value !== '';
  const [, quantity = '0'] = /\bcpu"?\s*[=:]\s*"?([\d.]+)/.exec(value) ?? [];
  return Number(quantity) > 0;
}

/** Exclusive CPUs need some that are kept back, and nobody else who partitions them. */
export const cpuManager: Contract = {
  id: 'cpu-manager',
  about:
    'A static CPU manager has CPUs left to reserve for the system, no options without it, and no isolcpus beside it.',
  halves: ['cpuManagerPolicy of the GPU nodes', 'reserved CPUs, CPU manager options, and the kernel argument isolcpus'],
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/cpu-management-policies/',
  check(input) {
    const settings = ofKubelet(input);
    const policy = settings.find(({ name }) => name === 'cpuManagerPolicy');
    const options = settings.find(({ name }) => name === 'cpuManagerPolicyOptions');
    const isStatic = policy?.value === 'static';
    const reservations = settings.filter(({ name }) => RESERVATIONS.includes(name));
    const [first] = reservations;
    const isolated =
      isStatic &&
      [...bootArguments(input), ...agentArguments(input)].find(({ value }) => value.startsWith('isolcpus='));
    return [
      ...(policy && isStatic && first && !reservations.some(reservesCpu)
        ? [
            broken({
              path: `tuning.gpu.settings.${first.id}`,
              pool: settingSaid(policy),
              tree: settingSaid(first),
              because:
                'it takes the place of the CPUs that the service would reserve, and without any the kubelet does not start',
              hint: `reserve CPUs too, e.g. cpu=500m in ${first.name}, or leave the reservation to the service`,
            }),
          ]
        : []),
      ...(options && !isStatic
        ? [
            broken({
              path: `tuning.gpu.settings.${options.id}`,
              pool: policy ? settingSaid(policy) : said('cpuManagerPolicy', 'none'),
              tree: settingSaid(options),
              because: 'options hold for the policy static only',
              hint: 'set cpuManagerPolicy to static, or take the options out',
            }),
          ]
        : []),
      ...(policy && isolated
        ? [
            broken({
              path: 'tuning.gpu.settings',
              pool: settingSaid(policy),
              tree: isolated,
              because: 'both partition the CPUs: pods get exclusive cores that the scheduler leaves out',
              hint: 'take one of the two out',
            }),
          ]
        : []),
    ];
  },
};
