import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { ComputeDomain, type ComputeDomainProps } from '../../constructs/compute-domain.ts';

const objects = (props: Partial<ComputeDomainProps> = {}) => {
  const chart = new Chart(new App(), 'cd');
  new ComputeDomain(chart, 'cd', { namespace: 'training', ...props });
  return chart.toJson();
};

it('makes one domain whose size is written and left open', () => {
  expect(objects()).toEqual([
    {
      apiVersion: 'resource.nvidia.com/v1beta1',
      kind: 'ComputeDomain',
      metadata: { name: 'nvl72', namespace: 'training' },
      spec: { numNodes: 0, channel: { allocationMode: 'Single', resourceClaimTemplate: { name: 'nvl72-channel' } } },
    },
  ]);
});

it.each([
  [{ numNodes: 18 }, { numNodes: 18 }],
  [{ channelTemplate: 'imex' }, { channel: { allocationMode: 'Single', resourceClaimTemplate: { name: 'imex' } } }],
  [
    { allocationMode: 'All' as const },
    { channel: { allocationMode: 'All', resourceClaimTemplate: { name: 'rack-channel' } } },
  ],
])('follows %j', (domain, spec) => {
  expect(objects({ domains: { rack: domain } })[0]).toMatchObject({ metadata: { name: 'rack' }, spec });
});

it('puts a domain where its jobs are', () => {
  const made = objects({ domains: { a: { namespace: 'team-a' }, b: {} }, cluster: { accelerator: 'gb300' } });
  expect(made.map(({ metadata }) => [metadata.name, metadata.namespace])).toEqual([
    ['a', 'team-a'],
    ['b', 'training'],
  ]);
});

it.each<[Partial<ComputeDomainProps>, string]>([
  [{ domains: { a: { numNodes: -1 } } }, 'PROPS_INVALID at components.compute-domain.domains.a.numNodes\n  got -1'],
  [{ domains: {} }, 'PROPS_INVALID at components.compute-domain.domains\n  got {}: at least one domain'],
  [{ domains: { A_b: {} } }, 'key "A_b" is not allowed: a name is a DNS label'],
  [
    { cluster: { accelerator: 'h100' } },
    'CONTRACT_BROKEN at components.compute-domain\n  got accelerator h100; ComputeDomains need NVLink between nodes: gb200, gb300, vr200',
  ],
])('refuses %j', (props, message) => {
  expect(() => objects(props)).toThrow(message);
});
