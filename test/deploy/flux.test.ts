import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { Bundle, KubeObject } from '../../src/contract/manifests.ts';
import { flux } from '../../src/deploy/flux.ts';
import { CnsError } from '../../src/errors.ts';
import { arbitraryBundle, identity } from './arbitrary-bundle.ts';
import { bundle, COMMIT, release, unit } from './bundle.ts';
import { laidOut } from './laid-out.ts';
import { kubectlBinary } from './real-binaries.ts';
import { haveSchemas, schemaProblems } from './schema-check.ts';

const tree = laidOut(flux)(bundle);

interface Kustomization extends KubeObject {
  readonly spec: {
    readonly dependsOn?: readonly { readonly name: string }[];
    readonly path: string;
    readonly prune: boolean;
    readonly wait?: boolean;
    readonly healthChecks?: readonly object[];
  };
}

const specOf = (files: ReadonlyMap<string, string>, path: string): Kustomization['spec'] & Record<string, unknown> =>
  parse(files.get(path) ?? '').spec;

describe('the tree of Flux', () => {
  it('has bootstrap, Kustomizations, sources, namespaces and components, and nothing else', () => {
    expect([...tree.keys()]).toEqual([
      'bootstrap/kustomization.yaml',
      'bootstrap/gitrepository-eks-h100-training.yaml',
      'bootstrap/kustomization-eks-h100-training.yaml',
      'cluster/kustomization.yaml',
      'cluster/sources.yaml',
      'cluster/namespaces.yaml',
      'cluster/cert-manager.yaml',
      'cluster/gateway-api-crds.yaml',
      'cluster/gpu-operator-before.yaml',
      'cluster/gpu-operator.yaml',
      'cluster/nodewright.yaml',
      'cluster/nodewright-after.yaml',
      'cluster/fabric-env.yaml',
      'cluster/nvsentinel.yaml',
      'sources/kustomization.yaml',
      'sources/helmrepository-charts-jetstack-io.yaml',
      'sources/helmrepository-helm-ngc-nvidia-com-nvidia.yaml',
      'sources/ocirepository-nodewright.yaml',
      'sources/ocirepository-nvsentinel.yaml',
      'sources/gitrepository-gateway-api-crds.yaml',
      'namespaces/kustomization.yaml',
      'namespaces/namespace-cert-manager.yaml',
      'namespaces/namespace-gpu-operator.yaml',
      'namespaces/namespace-nodewright.yaml',
      'namespaces/namespace-nvsentinel.yaml',
      'components/cert-manager/main/kustomization.yaml',
      'components/cert-manager/main/helmrelease-cert-manager.yaml',
      'components/gpu-operator/before/kustomization.yaml',
      'components/gpu-operator/before/configmap-dcgm-metrics.yaml',
      'components/gpu-operator/main/kustomization.yaml',
      'components/gpu-operator/main/helmrelease-gpu-operator.yaml',
      'components/nodewright/main/kustomization.yaml',
      'components/nodewright/main/helmrelease-nodewright.yaml',
      'components/nodewright/after/kustomization.yaml',
      'components/nodewright/after/nodewright-tuning.yaml',
      'components/fabric-env/main/kustomization.yaml',
      'components/fabric-env/main/configmap-gpu-operator-nccl.yaml',
      'components/fabric-env/main/configmap-nvsentinel-nccl.yaml',
      'components/nvsentinel/main/kustomization.yaml',
      'components/nvsentinel/main/helmrelease-nvsentinel.yaml',
    ]);
  });

  it('writes a chart as a pinned HelmRelease that is bounded in time and in retries', () => {
    expect(
      tree.get('components/gpu-operator/main/helmrelease-gpu-operator.yaml'),
    ).toBe(`apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: gpu-operator
  namespace: flux-system
  labels:
    app.kubernetes.io/part-of: eks-h100-training
spec:
  chart:
    spec:
      chart: gpu-operator
      version: v26.3.3
      interval: 1h
      sourceRef:
        kind: HelmRepository
        name: helm-ngc-nvidia-com-nvidia
        namespace: flux-system
  interval: 1h
  timeout: 20m
  releaseName: gpu-operator
  targetNamespace: gpu-operator
  storageNamespace: gpu-operator
  maxHistory: 5
  waitStrategy:
    name: legacy
  install:
    crds: CreateReplace
    createNamespace: false
    remediation:
      retries: 3
  upgrade:
    crds: CreateReplace
    cleanupOnFail: true
    remediation:
      retries: 3
      remediateLastFailure: true
      strategy: rollback
  driftDetection:
    mode: enabled
  values:
    driver:
      version: "580.82.07"
    toolkit:
      enabled: true
`);
  });

  it('writes the Kustomization of that chart after its ConfigMap, with a minute more than the release has', () => {
    expect(tree.get('cluster/gpu-operator.yaml')).toBe(`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: gpu-operator
  namespace: flux-system
  labels:
    app.kubernetes.io/part-of: eks-h100-training
spec:
  dependsOn:
  - name: gpu-operator-before
  interval: 1h
  retryInterval: 2m
  timeout: 21m
  sourceRef:
    kind: GitRepository
    name: eks-h100-training
  path: "./dist/eks-h100-training/components/gpu-operator/main"
  prune: true
  wait: true
`);
  });

  it.each`
    kustomization            | dependsOn                                                        | prune    | wait
    ${'sources'}             | ${undefined}                                                     | ${true}  | ${false}
    ${'namespaces'}          | ${undefined}                                                     | ${false} | ${true}
    ${'gateway-api-crds'}    | ${['sources', 'namespaces']}                                     | ${false} | ${true}
    ${'gpu-operator-before'} | ${['sources', 'namespaces', 'cert-manager']}                     | ${true}  | ${true}
    ${'nodewright-after'}    | ${['nodewright']}                                                | ${true}  | ${false}
    ${'fabric-env'}          | ${['sources', 'namespaces', 'gpu-operator', 'gateway-api-crds']} | ${true}  | ${true}
    ${'nvsentinel'}          | ${['sources', 'namespaces', 'cert-manager', 'gpu-operator']}     | ${true}  | ${false}
  `('$kustomization depends on $dependsOn, prune $prune, wait $wait', ({ kustomization, dependsOn, prune, wait }) => {
    const spec = specOf(tree, `cluster/${kustomization}.yaml`);
    expect(spec.dependsOn?.map(({ name }) => name)).toEqual(dependsOn);
    expect(spec).toMatchObject({ prune, wait });
  });

  it('asks for the Deployment where the release does not wait, and not for what needs nodes', () => {
    expect(specOf(tree, 'cluster/nvsentinel.yaml').healthChecks).toEqual([
      { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', name: 'nvsentinel', namespace: 'flux-system' },
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'labeler', namespace: 'nvsentinel' },
    ]);
    expect(specOf(tree, 'components/nvsentinel/main/helmrelease-nvsentinel.yaml')).toMatchObject({
      install: { disableWait: true },
      upgrade: { disableWait: true },
    });
    expect(specOf(tree, 'cluster/nodewright-after.yaml').healthChecks).toBe(undefined);
  });

  it('pins sources: an OCI chart by tag and digest, a Git source by commit', () => {
    expect(specOf(tree, 'sources/ocirepository-nvsentinel.yaml')).toEqual({
      interval: '1h',
      url: 'oci://ghcr.io/nvidia/nvsentinel',
      ref: { tag: '1.19.0_build.1', digest: `sha256:${'ab'.repeat(32)}` },
      layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
    });
    expect(specOf(tree, 'sources/gitrepository-gateway-api-crds.yaml').ref).toEqual({ commit: COMMIT });
  });

  it.each`
    repoURL                             | revision          | url                                       | ref
    ${'https://git.example.com/a.git'}  | ${'main'}         | ${'https://git.example.com/a.git'}        | ${{ branch: 'main' }}
    ${'git@git.example.com:team/a.git'} | ${'refs/tags/v1'} | ${'ssh://git@git.example.com/team/a.git'} | ${{ name: 'refs/tags/v1' }}
    ${'ssh://git@git.example.com/a'}    | ${COMMIT}         | ${'ssh://git@git.example.com/a'}          | ${{ commit: COMMIT }}
  `('reads $repoURL at $revision', ({ repoURL, revision, url, ref }) => {
    const files = laidOut(flux)({
      ...bundle,
      git: { repoURL, revision, path: '.' },
      options: { gitSecret: 'deploy-key' },
    });
    expect(specOf(files, 'bootstrap/gitrepository-eks-h100-training.yaml')).toEqual({
      interval: '5m',
      url,
      ref,
      secretRef: { name: 'deploy-key' },
    });
    expect(specOf(files, 'bootstrap/kustomization-eks-h100-training.yaml').path).toBe('./cluster');
  });

  it('gives a Git source that shares its phase a Kustomization of its own', () => {
    const files = laidOut(flux)({
      ...bundle,
      units: [
        unit({
          component: 'crds',
          git: { url: 'https://github.com/x/y', tag: 'v1', commit: COMMIT, path: 'config/crd' },
          release: release({ name: 'crds', version: '1.0.0' }),
        }),
      ],
    });
    expect(specOf(files, 'cluster/crds-source.yaml')).toMatchObject({
      sourceRef: { kind: 'GitRepository', name: 'crds' },
      path: './config/crd',
      prune: false,
    });
    expect(specOf(files, 'cluster/crds.yaml')).toMatchObject({ dependsOn: [{ name: 'crds-source' }] });
  });

  it('carries a null of the values as text', () => {
    const values = { limits: { cpu: null } };
    const files = laidOut(flux)({
      ...bundle,
      units: [unit({ component: 'web', release: release({ name: 'web', version: '1.0.0', values }) })],
    });
    expect(specOf(files, 'components/web/main/helmrelease-web.yaml')).toMatchObject({
      valuesFrom: [{ kind: 'ConfigMap', name: 'web-values' }],
    });
    expect(parse(files.get('components/web/main/configmap-web-values.yaml') ?? '')).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'web-values',
        namespace: 'flux-system',
        labels: { 'app.kubernetes.io/part-of': 'eks-h100-training', 'reconcile.fluxcd.io/watch': 'Enabled' },
      },
      data: { 'values.yaml': 'limits:\n  cpu: null\n' },
    });
  });

  it('asks by CEL for a kind that kstatus does not know', () => {
    const network: KubeObject = {
      apiVersion: 'mellanox.com/v1alpha1',
      kind: 'HostDeviceNetwork',
      metadata: { name: 'rdma' },
    };
    const files = laidOut(flux)({ ...bundle, units: [unit({ component: 'network', objects: { after: [network] } })] });
    expect(specOf(files, 'cluster/network-after.yaml').healthCheckExprs).toEqual([
      {
        apiVersion: 'mellanox.com/v1alpha1',
        kind: 'HostDeviceNetwork',
        failed: "has(status.state) && status.state in ['error']",
        current: "has(status.state) && status.state in ['ready']",
      },
    ]);
  });

  it('fits the schemas of Flux', ({ skip }) => {
    if (!haveSchemas) {
      console.log('skipped: ../shared/schemas is not here');
      skip();
    }
    const { checked, problems } = schemaProblems(tree);
    expect(problems).toEqual([]);
    expect(checked).toBeGreaterThanOrEqual(20);
  });

  it('builds with the real kubectl kustomize, folder by folder, and every object comes out once', () => {
    const root = mkdtempSync(join(tmpdir(), 'cnsctl-flux-'));
    for (const [path, text] of tree) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const folders = [...new Set([...tree.keys()].map((path) => dirname(path)))];
    const built = folders.flatMap((folder) => {
      const text = execFileSync(kubectlBinary(), ['kustomize', join(root, folder)], { encoding: 'utf8' });
      return parseAllDocuments(text).map((document) => document.toJS() as KubeObject);
    });
    rmSync(root, { recursive: true });
    expect(built.map(identity).toSorted()).toEqual(objectsOf(tree).map(identity).toSorted());
  });
});

const objectsOf = (files: ReadonlyMap<string, string>): KubeObject[] =>
  [...files].filter(([path]) => !path.endsWith('/kustomization.yaml')).map(([, text]) => parse(text));

describe('laws', () => {
  it('dependsOn leads to the last phase of every dependency, and the order of the root holds it', () => {
    fc.assert(
      fc.property(arbitraryBundle, (any) => {
        const files = laidOut(flux)(any);
        const names: string[] = parse(files.get('cluster/kustomization.yaml') ?? '').resources.map((file: string) =>
          file.replace('.yaml', ''),
        );
        const direct = (name: string): string[] =>
          specOf(files, `cluster/${name}.yaml`).dependsOn?.map((d) => d.name) ?? [];
        const reach = (name: string): Set<string> => new Set(direct(name).flatMap((next) => [next, ...reach(next)]));
        for (const name of names)
          for (const next of direct(name)) expect(names.indexOf(next)).toBeLessThan(names.indexOf(name));
        const phases = (component: string): string[] =>
          [`${component}-before`, component, `${component}-after`].filter((name) => names.includes(name));
        for (const { component, dependsOn } of any.units) {
          const own = phases(component);
          own.forEach((name, i) => {
            const reached = reach(name);
            for (const earlier of [...own.slice(0, i), ...dependsOn.flatMap(phases), 'namespaces']) {
              expect(reached).toContain(earlier);
            }
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('every folder lists its files and holds only Kubernetes objects, each of which stands once', () => {
    fc.assert(
      fc.property(arbitraryBundle, (any: Bundle) => {
        const files = laidOut(flux)(any);
        for (const [path, text] of files) {
          expect(path).toMatch(/^[a-z0-9-]+(\/[a-z0-9.-]+)*\.yaml$/);
          if (!path.endsWith('/kustomization.yaml')) continue;
          const folder = dirname(path);
          const others = [...files.keys()].filter((file) => dirname(file) === folder && file !== path);
          expect(parse(text).resources.map((file: string) => `${folder}/${file}`)).toEqual(others);
        }
        const all = objectsOf(files);
        for (const object of all) expect([typeof object.apiVersion, typeof object.kind]).toEqual(['string', 'string']);
        const wanted = [...any.namespaces, ...any.units.flatMap((u) => Object.values(u.objects).flat())];
        const ours = all.filter(({ metadata }) => metadata.namespace !== 'flux-system');
        expect(ours.map(identity).toSorted()).toEqual(wanted.map(identity).toSorted());
      }),
      { numRuns: 60 },
    );
  });

  it('the same bundle gives the same bytes', () => {
    fc.assert(
      fc.property(arbitraryBundle, (any) => {
        expect([...laidOut(flux)(structuredClone(any))]).toEqual([...laidOut(flux)(any)]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('refusals', () => {
  it.each`
    broken                                    | path                         | message
    ${{ git: undefined }}                     | ${'gitops.repoURL'}          | ${'the flux deployer needs an address of a Git repository'}
    ${{ options: { interval: '5 minutes' } }} | ${'gitops.options.interval'} | ${/a duration such as 5m or 1h30m/}
    ${{ options: { name: 'gpu-operator' } }}  | ${'components.gpu-operator'} | ${'component gpu-operator needs the name gpu-operator, which the root Kustomization has already'}
  `('$broken: $message', ({ broken, path, message }) => {
    const layOut = (): unknown => laidOut(flux)({ ...bundle, ...broken });
    expect(layOut).toThrow(CnsError);
    expect(layOut).toThrow(path);
    expect(layOut).toThrow(message);
  });
});
