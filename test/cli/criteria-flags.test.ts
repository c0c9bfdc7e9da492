import { Command } from 'commander';
import { expect, it } from 'vitest';
import {
  addCriteriaFlags,
  collectLabel,
  criteriaOf,
  flagOfPath,
  givenFlags,
  wholeNumber,
} from '../../src/cli/criteria-flags.ts';
import { keysAt } from '../../src/parse.ts';
import { parsePath } from '../../src/path.ts';
import { clusterDocument } from '../../src/recipe/cluster-file.ts';

const config = { apiVersion: 'cns.dev/v1alpha1', kind: 'Config', defaults: { os: 'ubuntu', service: 'gke' } } as const;

it('flags win over the config, and each path knows who gave it', () => {
  const { request, givenBy } = criteriaOf({ service: 'eks', nodes: 0 }, config, 'c.yaml');
  expect([request.criteria, request.nodes]).toEqual([{ service: 'eks', os: 'ubuntu' }, 0]);
  expect([...givenBy]).toEqual([
    ['criteria.service', '--service'],
    ['criteria.os', 'c.yaml'],
    ['pools.gpu.count', '--nodes'],
  ]);
});

it('names flags as people write them', () => {
  expect(givenFlags({ accelerator: 'h100', pageSizeKib: 4, instanceType: 'x' })).toEqual([
    '--accelerator',
    '--page-size-kib',
    '--instance-type',
  ]);
});

it.each([...flagOfPath])('%s, which %s gives, is a path of a cluster file', (path) => {
  const parts = parsePath(path) ?? [];
  expect(keysAt(clusterDocument, parts.slice(0, -1))).toContain(parts.at(-1));
});

it('every flag that is declared is one that has a path', () => {
  const flags = addCriteriaFlags(new Command()).options.map(({ long }) => long);
  expect(flags.sort()).toEqual([...flagOfPath.values()].sort());
});

it.each(['-1', '1.5', 'x', '', '1e3', '1234567'])('%j is no whole number', (text) => {
  expect(() => wholeNumber(text)).toThrow('It is not a whole number.');
});

it('labels add up', () => {
  expect(collectLabel('b.io/c=', collectLabel('a=1'))).toEqual({ a: '1', 'b.io/c': '' });
});

it.each(['a', '=b', 'a b=c', ''])('%j is no label', (text) => {
  expect(() => collectLabel(text)).toThrow('It is not key=value.');
});
