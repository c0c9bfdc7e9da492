import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { checkInfra } from '../../src/ops/check-infra.ts';
import { CONTRACTS } from '../../src/pools/contracts/all.ts';
import { eksAccountOf } from '../pools/eks/account-of.ts';
import { engine, SAMPLES } from '../samples.ts';

const documentOf = (name: string, change: (text: string) => string = (text) => text) =>
  parseYaml(change(readFileSync(`clusters/${name}.yaml`, 'utf8')), `clusters/${name}.yaml`);
const account = { value: eksAccountOf({ os: 'ubuntu', capacity: 'on-demand' }) };

describe.each(SAMPLES)('%s', (name) => {
  it('keeps every contract, and names each of them', () => {
    const { contracts } = checkInfra(engine, { document: documentOf(name) });
    expect(contracts.map(({ id }) => id)).toEqual(CONTRACTS.map(({ id }) => id));
    expect(contracts.flatMap(({ problems }) => problems)).toEqual([]);
  });
});

it('holds the tree against what an account makes of the plan', () => {
  const document = documentOf('eks-h100-training');
  expect(checkInfra(engine, { document }, account).contracts.flatMap(({ problems }) => problems)).toEqual([]);
  const elsewhere = { value: { ...account.value, zones: ['usw2-az1', 'usw2-az2'], gpuZone: 'usw2-az1' } };
  const broken = checkInfra(engine, { document }, elsewhere).contracts.filter(({ problems }) => problems.length > 0);
  expect(broken.map(({ id }) => id)).toEqual(['region']);
});

it('says where in the cluster file a contract is broken', () => {
  const document = documentOf('eks-gb200-training', (text) => text.replace('pageSizeKiB: 64', 'pageSizeKiB: 4'));
  const { contracts } = checkInfra(engine, { document });
  const [problem] = contracts.find(({ id }) => id === 'kernel-pages')?.problems ?? [];
  expect(problem).toMatchObject({ code: 'CONTRACT_BROKEN', path: 'inputs.pageSizeKiB' });
  expect(problem?.source).toMatchObject({ file: 'clusters/eks-gb200-training.yaml', line: 10 });
});

it('is refused with what is wrong in the account', () => {
  expect(() => checkInfra(engine, { document: documentOf('eks-h100-training') }, { value: {} })).toThrow(
    'ACCOUNT_INVALID',
  );
});
