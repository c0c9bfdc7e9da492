import type { Problem } from '../../errors.ts';
import { valueAt } from '../../path.ts';
import type { Contract } from './contract.ts';
import { made } from './made/read.ts';
import { broken, said } from './said.ts';
import { unitOf } from './tree/read.ts';

interface AddOn {
  readonly component: string;
  /** Value of the component's chart that turns the same thing on. @default - the component as a whole is the same thing */
  readonly value?: readonly string[];
}

/**
 * Add-ons of the services and the component of the tree that is the same thing.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html and community-addons.html
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengintroducingclusteraddons.htm
 */
const SAME: Readonly<Record<string, AddOn>> = {
  'aws-ebs-csi-driver': { component: 'aws-ebs-csi-driver' },
  'cert-manager': { component: 'cert-manager' },
  'kube-state-metrics': { component: 'kube-prometheus-stack', value: ['kubeStateMetrics', 'enabled'] },
  'metrics-server': { component: 'metrics-server' },
  'prometheus-node-exporter': { component: 'kube-prometheus-stack', value: ['nodeExporter', 'enabled'] },
  CertManager: { component: 'cert-manager' },
  KubernetesMetricsServer: { component: 'metrics-server' },
  NodeFeatureDiscovery: { component: 'gpu-operator', value: ['nfd', 'enabled'] },
  NvidiaGpuOperator: { component: 'gpu-operator' },
  NvidiaNetworkOperator: { component: 'network-operator' },
};

/** What the service runs as an add-on is no component of the tree. */
export const addOnOnce: Contract = {
  id: 'add-on-once',
  about: 'What the service runs as an add-on is not installed by the tree too.',
  halves: [
    'add-ons of the cluster',
    'aws-ebs-csi-driver, cert-manager, gpu-operator, kube-prometheus-stack, metrics-server, network-operator',
  ],
  source:
    'https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html, https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengintroducingclusteraddons.htm',
  check(input) {
    return made(input).addOns.flatMap((addOn): Problem[] => {
      const same = SAME[addOn.value];
      const unit = same && unitOf(input, same.component);
      if (!same || !unit) return [];
      const value = same.value && valueAt(unit.release?.values, same.value);
      if (same.value && value !== true) return [];
      return [
        broken({
          path: `components.${same.component}`,
          pool: addOn,
          tree: same.value
            ? said(`${same.component}: ${same.value.join('.')}`, value)
            : said(same.component, 'in the tree'),
          because: 'two of them would fight over the same objects and nodes',
          hint: `leave the add-on out, or write components.${same.component}: null`,
        }),
      ];
    });
  },
};

/** Where the recipe counts on the service for Gateway API, the cluster turns it on. */
export const gatewayApi: Contract = {
  id: 'gateway-api',
  about: 'Where the tree leaves the definitions of Gateway API to GKE and has a gateway, the cluster turns them on.',
  halves: ['gatewayApiConfig of the GKE cluster', 'provided.gateway-api-crds of the recipe, and kgateway'],
  source: 'https://docs.cloud.google.com/kubernetes-engine/docs/how-to/deploying-gateways',
  check(input) {
    const pool = made(input).gatewayApi;
    const { provided } = input.recipe;
    if (!pool || pool.isThere || !Object.hasOwn(provided, 'gateway-api-crds') || !unitOf(input, 'kgateway')) return [];
    return [
      broken({
        path: 'components.kgateway',
        pool,
        tree: said('provided.gateway-api-crds', provided['gateway-api-crds']?.why),
        because: 'nobody installs the definitions that the gateway needs',
        hint: 'set gatewayApiConfig.channel of the cluster to CHANNEL_STANDARD',
      }),
    ];
  },
};
