import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import { certManagerRows } from './known-good/cert-manager.ts';
import { corrections } from './known-good/corrections.ts';
import { DCGM_FIELDS, gpuOperatorLeft, gpuOperatorRows } from './known-good/gpu-operator.ts';
import { networkOperatorLeft, networkOperatorRows } from './known-good/network-operator.ts';
import { nodewrightLeft, nodewrightRows } from './known-good/nodewright.ts';
import { nvsentinelLeft, nvsentinelRows } from './known-good/nvsentinel.ts';
import { otherLeft, otherRows } from './known-good/others.ts';
import { valueIn } from './known-good/row.ts';
import { sample } from './samples.ts';

const rows = [
  ...certManagerRows,
  ...gpuOperatorRows,
  ...networkOperatorRows,
  ...nvsentinelRows,
  ...nodewrightRows,
  ...otherRows,
];

it.each(rows)('%s (%s, %s)', (_what, tree, at, is) => {
  expect(valueIn(tree, at)).toEqual(is);
});

it('exports every metric that NVIDIA exports', () => {
  const csv = valueIn('eks-h100-training', 'gpu-operator: dcgmExporter.config.data') as string;
  const exported = csv.split('\n').map((line) => line.split(',')[0]);
  expect(DCGM_FIELDS).toHaveLength(44);
  expect(DCGM_FIELDS.filter((field) => !exported.includes(field))).toEqual([]);
});

it('answers horizontal autoscalers with the metrics of the known-good rules', () => {
  const { custom, external } = valueIn('eks-h100-training', 'prometheus-adapter: rules') as Record<
    'custom' | 'external',
    { name: { as: string }; seriesQuery: string; metricsQuery: string }[]
  >;
  expect(custom.map(({ name }) => name.as)).toEqual([
    'gpu_utilization',
    'gpu_memory_used',
    'gpu_power_usage',
    'workload_gpu_utilization',
    'workload_gpu_memory_used',
  ]);
  expect(custom.every(({ metricsQuery }) => /last_over_time\(.*\[60s\]\)/.test(metricsQuery))).toBe(true);
  expect(external.map(({ name }) => name.as)).toEqual([
    'dcgm_gpu_utilization',
    'dcgm_gpu_memory_used',
    'dcgm_gpu_power_usage',
  ]);
  expect(external.every(({ metricsQuery }) => /avg_over_time\(.*\[120s\]\)/.test(metricsQuery))).toBe(true);
});

it('lets Argo CD write where the chart of KAI writes', () => {
  const at = valueIn('eks-h100-training', 'kai-scheduler: global.resourceReservation.namespace');
  const project = load(sample('eks-h100-training').files.get('bootstrap/project.yaml') ?? '') as {
    spec: { destinations: { namespace: string }[] };
  };
  expect(project.spec.destinations.map(({ namespace }) => namespace)).toContain(at);
});

it.each([...gpuOperatorLeft, ...networkOperatorLeft, ...nvsentinelLeft, ...nodewrightLeft, ...otherLeft])(
  'left out: %s, because %s',
  (what, why) => {
    expect(what.length).toBeGreaterThan(0);
    expect(why.length).toBeGreaterThan(20);
  },
);

it('has all sixteen corrections', () => {
  expect(corrections.map(({ number }) => number)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
});

it.each(corrections)('correction $number: $instead', ({ holds }) => {
  holds();
});
