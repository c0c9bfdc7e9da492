import { expect } from 'vitest';
import { CnsError } from '../../src/errors.ts';
import { formatCriteria } from '../../src/recipe/criteria.ts';
import { bundleOf, casesOf, engine, resolved, SAMPLES, sample } from '../samples.ts';
import { bundleFor, componentOf, objectOf, valueIn } from './row.ts';

/** One line of known-good §9: a shipped value that looks right and does nothing, and what stands in its place. */
export interface Correction {
  readonly number: number;
  /** What we do instead. */
  readonly instead: string;
  readonly holds: () => void;
}

const h100 = () => {
  const one = engine.catalog.leaves
    .flatMap(casesOf)
    .find(({ name }) => name.startsWith('eks/h100/ubuntu/training on '));
  if (!one) throw new Error('no eks/h100/ubuntu/training');
  return one;
};

/** Codes with which the engine refuses a recipe with `extra` in its cluster file. */
function refusal(extra: object): string[] {
  try {
    bundleOf(resolved(h100(), extra));
  } catch (error) {
    if (error instanceof CnsError) return [...new Set(error.problems.map(({ code }) => code))];
    throw error;
  }
  return [];
}

/** No sample sets the value, and a user who writes it is told that it does nothing. */
function isDead(path: string, values: object): void {
  const [component = '', ...rest] = path.split(': ');
  for (const name of SAMPLES)
    if (componentOf(name, component)) expect(valueIn(name, [component, ...rest].join(': '))).toBe(undefined);
  expect(refusal({ components: { [component]: { values } } })).toEqual(['VALUE_DEAD']);
}

export const corrections: readonly Correction[] = [
  {
    number: 1,
    instead: 'bounds only tighten, and DRA allocation is refused below Kubernetes 1.34',
    holds: () => {
      const bound = (name: string) => sample(name).recipe.constraints.find(({ subject }) => subject === 'kubernetes');
      expect(bound('eks-gb200-training')?.range).toMatch(/^>= 1\.34\.2/);
      expect(bound('aks-h100-training')?.range).toMatch(/^>= 1\.35 /);
      const dra = { ownership: { allocation: 'dra' }, components: { 'dra-driver-nvidia-gpu': {} } };
      expect(refusal({ ...dra, inputs: { kubernetes: '1.33.12' } })).toContain('CONSTRAINT_UNMET');
      expect(refusal(dra)).toEqual([]);
    },
  },
  {
    number: 2,
    instead: 'daemonsets.nodeSelector is not set',
    holds: () => isDead('gpu-operator: daemonsets.nodeSelector', { daemonsets: { nodeSelector: { a: 'b' } } }),
  },
  {
    number: 3,
    instead: 'driver.upgradePolicy.maxParallelUpgrades',
    holds: () => {
      isDead('gpu-operator: driver.maxParallelUpgrades', { driver: { maxParallelUpgrades: 5 } });
      expect(valueIn('eks-h100-training', 'gpu-operator: driver.upgradePolicy.maxParallelUpgrades')).toBe(5);
    },
  },
  {
    number: 4,
    instead: 'driver.kernelModuleType',
    holds: () => {
      for (const name of SAMPLES) expect(valueIn(name, 'gpu-operator: driver.useOpenKernelModules')).toBe(undefined);
      expect(valueIn('eks-h100-training', 'gpu-operator: driver.kernelModuleType')).toBe('open');
    },
  },
  {
    number: 5,
    instead: 'no affinity of operands',
    holds: () => {
      for (const operand of ['devicePlugin', 'dcgmExporter', 'gfd', 'validator'])
        isDead(`gpu-operator: ${operand}.affinity`, { [operand]: { affinity: { nodeAffinity: {} } } });
    },
  },
  {
    number: 6,
    instead: 'a NicClusterPolicy of our own, after the chart',
    holds: () => {
      const { objects } = componentOf('aks-h100-training', 'network-operator') ?? {};
      expect(objects?.after.map(({ kind }) => kind)).toEqual(['NicClusterPolicy']);
      for (const key of ['deployCR', 'nicClusterPolicy', 'secondaryNetwork', 'nvIpam'])
        expect(valueIn('aks-h100-training', `network-operator: ${key}`)).toBe(undefined);
    },
  },
  {
    number: 7,
    instead: 'the metrics are a value of the chart, not an object after it',
    holds: () => {
      for (const name of SAMPLES) {
        expect(valueIn(name, 'gpu-operator: dcgmExporter.config.data')).toContain('DCGM_FI_DEV_GPU_UTIL');
        expect(objectOf(name, 'gpu-operator', 'ConfigMap/dcgm-exporter')).toBe(undefined);
      }
    },
  },
  {
    number: 8,
    instead: 'node-exporter runs on every node',
    holds: () => {
      for (const name of SAMPLES) {
        expect(valueIn(name, 'kube-prometheus-stack: prometheus-node-exporter.nodeSelector')).toBe(undefined);
        expect(valueIn(name, 'kube-prometheus-stack: prometheus-node-exporter.tolerations')).toEqual([
          { operator: 'Exists' },
        ]);
      }
    },
  },
  {
    number: 9,
    instead: 'the ConfigMap of module parameters is named in the chart and comes before it',
    holds: () => {
      const name = valueIn('eks-gb200-training', 'gpu-operator: driver.kernelModuleConfig.name');
      const before = componentOf('eks-gb200-training', 'gpu-operator')?.objects.before;
      expect(before?.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([['ConfigMap', name]]);
    },
  },
  {
    number: 10,
    instead: 'readiness names the resource that is rendered, on GB200 too',
    holds: () => {
      for (const name of SAMPLES) {
        const unit = componentOf(name, 'node-tuning');
        if (unit === undefined) continue;
        const made = unit.objects.main.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
        expect(unit.readiness.map(({ kind, name: ready }) => `${kind}/${ready}`)).toEqual(made);
      }
    },
  },
  {
    number: 11,
    instead: 'no storage class for stores that are off',
    holds: () => {
      expect(valueIn('gke-h100-inference', 'dynamo-platform: nats')).toBe(undefined);
      expect(valueIn('gke-h100-inference', 'dynamo-platform: etcd')).toBe(undefined);
    },
  },
  {
    number: 12,
    instead: 'every object and release has a namespace, TCPXO kube-system',
    holds: () => {
      expect(componentOf('gke/h100/cos/training', 'gke-tcpxo')?.namespace).toBe('kube-system');
      for (const name of SAMPLES)
        for (const unit of bundleFor(name).units) expect(unit.namespace, unit.component).toMatch(/^[a-z]/);
    },
  },
  {
    number: 13,
    instead: 'os must be given; COS leaves the driver to Google',
    holds: () => {
      const cos = engine.catalog.leaves.filter(({ service, os }) => service === 'gke' && os === 'cos');
      for (const leaf of cos) {
        const one = casesOf(leaf)[0];
        if (one) expect(resolved(one).context.ownership.driver, formatCriteria(one.query)).toBe('provider');
      }
      expect(() => resolved({ ...h100(), query: { ...h100().query, os: '' } })).toThrow(
        /criteria\.os[\s\S]*is missing/,
      );
    },
  },
  {
    number: 14,
    instead: 'no recipe claims a bandwidth that nothing measures',
    holds: () => {
      for (const { document } of engine.catalog.layers)
        expect(Object.keys(document.constraints).filter((subject) => /nccl/i.test(subject))).toEqual([]);
    },
  },
  {
    number: 15,
    instead: 'Gateway API and inference-extension CRDs of the release that kgateway is built with',
    holds: () => {
      const tag = (component: string) => componentOf('onprem-h200-inference', component)?.git?.tag;
      expect(componentOf('onprem-h200-inference', 'kgateway')?.release?.version).toBe('v2.0.5');
      expect(tag('gateway-api-crds')).toBe('v1.3.0');
      expect(tag('inference-extension-crds')).toBe('v0.5.1');
    },
  },
  {
    number: 16,
    instead: 'system components have explicit tolerations',
    holds: () => {
      for (const name of SAMPLES)
        for (const unit of bundleFor(name).units)
          for (const path of unit.scheduling.system.filter((at) => at.endsWith('olerations')))
            expect(
              JSON.stringify(valueIn(name, `${unit.component}: ${path}`) ?? []),
              `${name} ${unit.component}`,
            ).not.toContain('{"operator":"Exists"}');
    },
  },
];
