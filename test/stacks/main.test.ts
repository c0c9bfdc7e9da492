import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Output, runtime } from '@pulumi/pulumi';
import { beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';

const made: { readonly type: string; readonly name: string; readonly inputs: Readonly<Record<string, unknown>> }[] = [];

await runtime.setMocks(
  {
    newResource: (resource) => {
      made.push(resource);
      return { id: `${resource.name}-id`, state: resource.inputs };
    },
    call: ({ token }) => {
      throw new Error(`${token} asks the cloud, which a plan must not`);
    },
  },
  'cloud-native-stack',
  'test',
  false,
);

const promised = (value: unknown): Promise<unknown> =>
  new Promise((resolve) => {
    if (typeof value === 'object' && value !== null && 'apply' in value) (value as Output<unknown>).apply(resolve);
    else resolve(value);
  });

/** Runs the program with the configuration of a sample stack, changed. */
async function run(stack: string, change: (account: Record<string, unknown>) => void = () => undefined) {
  const { config } = parse(readFileSync(`Pulumi.${stack}.yaml`, 'utf8'));
  change(config['cloud-native-stack:account']);
  // Pulumi's mocks have no project folder.
  config['cloud-native-stack:cluster'] = resolve(config['cloud-native-stack:cluster']);
  runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
    ),
  );
  const { default: main } = await import('../../stacks/main.ts');
  const outputs = await main();
  await new Promise((resolve) => setTimeout(resolve, 500));
  return Object.fromEntries(
    await Promise.all(Object.entries(outputs).map(async ([key, value]) => [key, await promised(value)] as const)),
  );
}

beforeEach(() => {
  made.length = 0;
});

const kubernetes = () => made.filter(({ type }) => type.startsWith('kubernetes:')).map(({ type }) => type);

it('makes the cluster, and says how GitOps is installed where nobody can reach the API', async () => {
  const outputs = await run('eks-h100-training');
  expect(made.some(({ type }) => type === 'aws:eks/nodeGroup:NodeGroup')).toBe(true);
  expect(kubernetes()).toEqual([]);
  expect(outputs).toMatchObject({
    gitopsRepository: 'https://github.com/example/gitops.git',
    gitopsPath: 'dist/eks-h100-training',
    bootstrap: expect.stringContaining('helm upgrade --install argo-cd argo-cd'),
  });
  expect(outputs.bootstrap).toContain('kubectl apply --server-side -f dist/eks-h100-training/bootstrap/root.yaml');
});

it('installs Argo CD with the health checks, the project and the root Application, and nothing else', async () => {
  const outputs = await run('eks-h100-training', (account) => {
    account.api = { reachable: true };
  });
  expect(outputs).not.toHaveProperty('bootstrap');
  expect(kubernetes()).toEqual([
    'kubernetes:core/v1:Namespace',
    'kubernetes:helm.sh/v3:Release',
    'kubernetes:argoproj.io/v1alpha1:AppProject',
    'kubernetes:argoproj.io/v1alpha1:Application',
  ]);
  const release = made.find(({ type }) => type.endsWith(':Release'))?.inputs;
  expect(release).toMatchObject({ chart: 'argo-cd', version: '10.1.1', namespace: 'argocd', atomic: true });
  const { configs } = (release?.values ?? {}) as {
    readonly configs?: { readonly cm: Readonly<Record<string, string>> };
  };
  expect(Object.keys(configs?.cm ?? {})).toContain('resource.customizations.health.argoproj.io_Application');
});

it('installs Flux by its operator, the source and the root Kustomization, and nothing else', async () => {
  await run('eks-gb200-training', (account) => {
    account.api = { reachable: true };
  });
  expect(kubernetes()).toEqual([
    'kubernetes:core/v1:Namespace',
    'kubernetes:helm.sh/v3:Release',
    'kubernetes:fluxcd.controlplane.io/v1:FluxInstance',
    'kubernetes:source.toolkit.fluxcd.io/v1:GitRepository',
    'kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization',
  ]);
});

it('tells everything that is wrong with an account at once', async () => {
  const broken = run('eks-h100-training', (account) => {
    account.zones = ['us-east-2a'];
    account.accountId = '12';
    account.region = 'us-east-2';
  });
  await expect(broken).rejects.toThrow(/accountId[\s\S]*zones|zones[\s\S]*accountId/);
  await expect(broken).rejects.toThrow(/unknown key "region"/);
});
