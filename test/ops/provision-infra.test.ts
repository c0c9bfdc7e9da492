import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CnsError } from '../../src/errors.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { compileInfra } from '../../src/ops/compile-infra.ts';
import { provisionInfra } from '../../src/ops/provision-infra.ts';
import { accountOfStack } from '../../src/ops/stack-file.ts';
import { engine } from '../samples.ts';

const read = (file: string, change = (text: string) => text) => parseYaml(change(readFileSync(file, 'utf8')), file);
const account = accountOfStack(read('Pulumi.eks-gb200-training.yaml'));
const cluster = (change?: (text: string) => string) => ({
  document: read('clusters/eks-gb200-training.yaml', change),
});

it('is what the plan shows, where both halves fit each other', () => {
  expect(provisionInfra(engine, cluster(), account)).toEqual(compileInfra(engine, cluster(), account));
});

it('makes nothing of halves that contradict each other', () => {
  const broken = cluster((text) => text.replace('count: 18', 'count: 5'));
  expect(() => provisionInfra(engine, broken, account)).toThrow(CnsError);
  expect(() => provisionInfra(engine, broken, account)).toThrow(/CONTRACT_BROKEN[\s\S]*multiple of 9 or 18/);
  expect(compileInfra(engine, broken, account).compiled?.resources.length).toBeGreaterThan(10);
});
