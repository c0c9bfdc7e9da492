import { describe, expect, it } from 'vitest';
import { printTree } from '../src/deploy/print-tree.ts';
import { CnsError, throwProblems } from '../src/errors.ts';
import { synthCluster } from '../src/ops/synth-cluster.ts';
import { checksums, hashesOf } from '../src/report/checksums.ts';
import { lockFile } from '../src/report/lock.ts';
import { readmeOf } from '../src/report/readme.ts';
import { laidOutProblems } from '../src/synth/check-kinds.ts';
import { bundleOf, type Case, casesOf, documentOf, engine, resolved } from './samples.ts';

const { leaves, absent } = engine.catalog;
const all = leaves.flatMap(casesOf);
const deployers = [...engine.deployers.values()];

describe(`${leaves.length} leaves, ${all.length} queries on instance types, ${deployers.length} deployers: ${all.length * deployers.length} trees`, () => {
  it.each(
    leaves.map((leaf) => ({ leaf, name: `${leaf.service}/${leaf.accelerator}/${leaf.os}`, cases: casesOf(leaf) })),
  )('$name', ({ cases }) => {
    expect(cases.flatMap(failures)).toEqual([]);
  });
});

/** Resolves, synthesizes, checks and lays out one case for every deployer; what was thrown, by name of the case. */
function failures(one: Case): string[] {
  try {
    const recipe = resolved(one);
    const bundle = bundleOf(recipe);
    const lock = lockFile(recipe);
    return deployers.flatMap((deployer) => {
      const options = deployer.options.parse({}) as Record<string, unknown>;
      const made = deployer.layOut({ ...bundle, options });
      throwProblems(laidOutProblems(made, engine.upstream));
      const files = new Map(printTree(made));
      files.set('recipe.lock.yaml', lock);
      files.set(
        'README.md',
        readmeOf({ recipe, bundle: { ...bundle, options }, deployer, registry: engine.components }),
      );
      const text = checksums(hashesOf(files));
      return text.split('\n').length === files.size + 1 ? [] : [`${one.name} ${deployer.name}: checksums miss a file`];
    });
  } catch (error) {
    return [`${one.name}: ${error instanceof CnsError ? error.message : (error as Error).stack}`];
  }
}

describe('the same leaf at the ends of its Kubernetes bounds', () => {
  it.each(
    leaves.map((leaf) => ({ one: casesOf(leaf)[0] as Case, name: `${leaf.service}/${leaf.accelerator}/${leaf.os}` })),
  )('$name on 1.35', ({ one }) => {
    const recipe = resolved(one, { inputs: { kubernetes: '1.35.9' } });
    expect(bundleOf(recipe).cluster.kubernetes).toBe('1.35.9');
  });

  it.each(
    leaves.map((leaf) => ({ one: casesOf(leaf)[0] as Case, name: `${leaf.service}/${leaf.accelerator}/${leaf.os}` })),
  )('$name is refused on 1.32, which the operator does not support', ({ one }) => {
    expect(codesOf(() => resolved(one, { inputs: { kubernetes: '1.32.9' } }))).toContain('CONSTRAINT_UNMET');
  });
});

describe('dynamic allocation of GPUs where it is chosen', () => {
  const dra = { allocation: 'dra', devicePlugin: 'operator' };

  it.each(
    leaves.map((leaf) => ({ one: casesOf(leaf)[0] as Case, name: `${leaf.service}/${leaf.accelerator}/${leaf.os}` })),
  )('$name has one owner of its GPUs', ({ one }) => {
    const { units } = bundleOf(resolved(one, { ownership: dra, components: { 'dra-driver-nvidia-gpu': {} } }));
    const values = (name: string) => units.find(({ component }) => component === name)?.release?.values;
    expect(values('dra-driver-nvidia-gpu')).toMatchObject({
      resources: { gpus: { enabled: true } },
      gpuResourcesEnabledOverride: true,
    });
    expect(values('gpu-operator')).toMatchObject({ devicePlugin: { enabled: false } });
  });
});

/** Grace nodes boot one of these kernels; both page sizes exist. */
const graces = leaves.filter(({ accelerator }) => accelerator === 'gb200').flatMap((leaf) => casesOf(leaf).slice(0, 1));

describe('GB200 on every kernel and page size', () => {
  it.each(
    graces.flatMap((one) =>
      ['6.8.0-1039-nvidia-64k', '6.11.0', '6.14.0-1018-aws-64k'].flatMap((kernel) =>
        ([4, 64] as const).map((pageSizeKiB) => ({ one, name: one.name, kernel, pageSizeKiB })),
      ),
    ),
  )('$name, kernel $kernel, $pageSizeKiB KiB pages', ({ one, kernel, pageSizeKiB }) => {
    const recipe = resolved(one, { inputs: { kernel, pageSizeKiB } });
    expect(recipe.context.pageSizeKiB).toBe(pageSizeKiB);
    expect(bundleOf(recipe).units.map((unit) => unit.component)).toContain('dra-driver-nvidia-gpu');
  });
});

const first = (service: string, accelerator: string, platform?: string): Case => {
  const found = all.find(
    ({ query: q }) => q.service === service && q.accelerator === accelerator && q.platform === platform,
  );
  if (!found) throw new Error(`no case ${service}/${accelerator}/${platform}`);
  return found;
};

/** What must not come out, and with which code it is refused. */
const REFUSED: readonly { what: string; one: Case; extra: object; code: string; says: RegExp }[] = [
  {
    what: 'images of amd64 only on arm64 nodes',
    one: first('self-managed', 'gb200'),
    extra: { components: { 'gke-tcpxo': {} } },
    code: 'CONTRACT_BROKEN',
    says: /published for amd64 only .* and the GPU nodes are arm64/,
  },
  {
    what: 'Ubuntu on AKS before Kubernetes 1.35, whose Ubuntu is 22.04',
    one: first('aks', 'h100'),
    extra: { inputs: { kubernetes: '1.34.2' } },
    code: 'CONSTRAINT_UNMET',
    says: /kubernetes is 1\.34\.2, and must be >= 1\.35/,
  },
  {
    what: 'GPU operator driver of branch 595 on EKS GB200 with EFA',
    one: first('eks', 'gb200'),
    extra: { components: { 'gpu-operator': { driver: { version: '595.91.07' } } } },
    code: 'CONSTRAINT_UNMET',
    says: /driver is 595\.91\.07/,
  },
  {
    what: 'dynamic allocation of GPUs without its driver',
    one: first('eks', 'h100'),
    extra: { ownership: { allocation: 'dra' } },
    code: 'CONTRACT_BROKEN',
    says: /dynamic resource allocation needs dra-driver-nvidia-gpu/,
  },
  {
    what: "dynamic allocation beside Google's device plugin",
    one: first('gke', 'gb200'),
    extra: { ownership: { allocation: 'dra' } },
    code: 'CONTRACT_BROKEN',
    says: /the provider runs a device plugin, which would hand out the same GPUs/,
  },
  {
    what: 'a self-managed cluster that names no storage class',
    one: first('self-managed', 'h100'),
    extra: { shared: {} },
    code: 'DOCUMENT_INVALID',
    says: /shared\.storageClass[\s\S]*no storage class/,
  },
  {
    what: 'Kubernetes 1.36 where the network operator is installed',
    one: first('oke', 'h100'),
    extra: { inputs: { kubernetes: '1.36.0' } },
    code: 'CONSTRAINT_UNMET',
    says: /kubernetes is 1\.36\.0/,
  },
];

it.each(REFUSED)('refused with $code: $what', ({ one, extra, code, says }) => {
  const error = caught(() => synthCluster(engine, { document: documentOf(one, extra) }));
  expect([...new Set(error.problems.map((p) => p.code))]).toEqual([code]);
  expect(error.message).toMatch(says);
});

const dead = absent.map((row) => ({ ...row, name: [row.service, row.accelerator, row.os].filter(Boolean).join('/') }));

it.each(dead)('$name does not exist, and the refusal says why', ({ service, accelerator, os, why }) => {
  const near = leaves.find((leaf) => leaf.service === service) as Case['leaf'];
  const query = { service, accelerator: accelerator ?? near.accelerator, os: os ?? near.os, intent: 'training' };
  const document = documentOf({ ...first(service, near.accelerator), query });
  const error = caught(() => synthCluster(engine, { document }));
  const legal = query.os === near.os || leaves.some((leaf) => leaf.os === query.os);
  expect(error.problems.map((p) => p.code)).toEqual([legal ? 'LEAF_UNKNOWN' : 'QUERY_INVALID']);
  expect(error.message).toContain(why);
});

const codesOf = (run: () => unknown): string[] => caught(run).problems.map((p) => p.code);

function caught(run: () => unknown): CnsError {
  try {
    run();
  } catch (error) {
    if (error instanceof CnsError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
