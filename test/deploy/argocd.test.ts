import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Bundle, KubeObject } from '../../src/contract/manifests.ts';
import { argocd } from '../../src/deploy/argocd.ts';
import { CnsError } from '../../src/errors.ts';
import { arbitraryBundle, identity } from './arbitrary-bundle.ts';
import { bundle, release, unit } from './bundle.ts';
import { laidOut } from './laid-out.ts';
import { haveSchemas, schemaProblems } from './schema-check.ts';

const tree = laidOut(argocd)(bundle);
const at = (path: string): Record<string, unknown> => parse(tree.get(path) ?? '');

describe('the tree of Argo CD', () => {
  it('has bootstrap, applications and manifests, and nothing else', () => {
    expect([...tree.keys()]).toEqual([
      'bootstrap/project.yaml',
      'bootstrap/root.yaml',
      'bootstrap/argocd-cm.health.yaml',
      'applications/namespaces.yaml',
      'manifests/namespaces/namespace-cert-manager.yaml',
      'manifests/namespaces/namespace-gpu-operator.yaml',
      'manifests/namespaces/namespace-nodewright.yaml',
      'manifests/namespaces/namespace-nvsentinel.yaml',
      'applications/cert-manager.yaml',
      'applications/gateway-api-crds.yaml',
      'applications/gpu-operator-before.yaml',
      'manifests/gpu-operator/before/configmap-dcgm-metrics.yaml',
      'applications/gpu-operator.yaml',
      'applications/nodewright.yaml',
      'applications/nodewright-after.yaml',
      'manifests/nodewright/after/nodewright-tuning.yaml',
      'applications/fabric-env.yaml',
      'manifests/fabric-env/main/configmap-gpu-operator-nccl.yaml',
      'manifests/fabric-env/main/configmap-nvsentinel-nccl.yaml',
      'applications/nvsentinel.yaml',
    ]);
  });

  it('writes the Application of a chart: pinned, values inside, in the wave after its ConfigMap', () => {
    expect(tree.get('applications/gpu-operator.yaml')).toBe(`apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: gpu-operator
  namespace: argocd
  labels:
    app.kubernetes.io/part-of: eks-h100-training
  annotations:
    argocd.argoproj.io/sync-wave: "7"
  finalizers:
  - resources-finalizer.argocd.argoproj.io
spec:
  project: eks-h100-training
  source:
    repoURL: https://helm.ngc.nvidia.com/nvidia
    chart: gpu-operator
    targetRevision: v26.3.3
    helm:
      releaseName: gpu-operator
      valuesObject:
        driver:
          version: "580.82.07"
        toolkit:
          enabled: true
  destination:
    server: https://kubernetes.default.svc
    namespace: gpu-operator
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
    syncOptions:
    - CreateNamespace=false
    - Delete=confirm
    - ServerSideApply=true
    retry:
      limit: 10
      backoff:
        duration: 30s
        factor: 2
        maxDuration: 10m
  revisionHistoryLimit: 3
`);
  });

  it('writes the root Application without finalizer, onto the folder of Applications', () => {
    expect(at('bootstrap/root.yaml')).toMatchObject({
      metadata: { name: 'eks-h100-training', namespace: 'argocd' },
      spec: {
        project: 'eks-h100-training',
        source: {
          repoURL: 'https://git.example.com/platform/clusters.git',
          targetRevision: 'main',
          path: 'dist/eks-h100-training/applications',
        },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'argocd' },
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    });
    expect(tree.get('bootstrap/root.yaml')).not.toContain('finalizers');
  });

  it('allows the project exactly what is read, written and brought', () => {
    expect(at('bootstrap/project.yaml').spec).toEqual({
      description: 'Everything that cluster eks-h100-training runs from its GitOps tree',
      sourceRepos: [
        'ghcr.io/nvidia',
        'ghcr.io/nvidia/nodewright/charts',
        'https://charts.jetstack.io',
        'https://git.example.com/platform/clusters.git',
        'https://github.com/kubernetes-sigs/gateway-api',
        'https://helm.ngc.nvidia.com/nvidia',
      ],
      destinations: ['argocd', 'cert-manager', 'gpu-operator', 'kube-system', 'nodewright', 'nvsentinel'].map(
        (namespace) => ({ server: 'https://kubernetes.default.svc', namespace }),
      ),
      clusterResourceWhitelist: [
        { group: '', kind: 'Namespace' },
        { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' },
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicy' },
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicyBinding' },
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' },
        { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
        { group: 'nfd.k8s-sigs.io', kind: 'NodeFeatureRule' },
        { group: 'nodewright.nvidia.com', kind: 'NodeWright' },
        { group: 'nvidia.com', kind: 'ClusterPolicy' },
        { group: 'nvidia.com', kind: 'NVIDIADriver' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
      ],
    });
  });

  it.each`
    application              | wave    | prune    | finalizer | syncOptions
    ${'namespaces'}          | ${'0'}  | ${false} | ${false}  | ${['CreateNamespace=false', 'Delete=false', 'Prune=false', 'ServerSideApply=true']}
    ${'cert-manager'}        | ${'4'}  | ${true}  | ${true}   | ${['CreateNamespace=false', 'Delete=confirm', 'RespectIgnoreDifferences=true', 'ServerSideApply=true']}
    ${'gateway-api-crds'}    | ${'4'}  | ${false} | ${false}  | ${['CreateNamespace=false', 'Delete=false', 'Prune=false', 'ServerSideApply=true']}
    ${'gpu-operator-before'} | ${'6'}  | ${true}  | ${true}   | ${['CreateNamespace=false', 'ServerSideApply=true']}
    ${'nodewright-after'}    | ${'8'}  | ${true}  | ${true}   | ${['CreateNamespace=false', 'ServerSideApply=true', 'SkipDryRunOnMissingResource=true']}
    ${'fabric-env'}          | ${'10'} | ${true}  | ${true}   | ${['CreateNamespace=false', 'ServerSideApply=true']}
  `('$application: wave $wave, prune $prune, $syncOptions', ({ application, wave, prune, finalizer, syncOptions }) => {
    const { metadata, spec } = at(`applications/${application}.yaml`) as unknown as Application;
    expect(metadata.annotations['argocd.argoproj.io/sync-wave']).toBe(wave);
    expect(spec.syncPolicy.automated).toEqual(prune ? { prune, selfHeal: true } : { selfHeal: true });
    expect(metadata.finalizers !== undefined).toBe(finalizer);
    expect(spec.syncPolicy.syncOptions).toEqual(syncOptions);
  });

  it('takes an OCI chart without oci://, and a Git source at its commit', () => {
    expect(at('applications/nodewright.yaml')).toMatchObject({
      spec: { source: { repoURL: 'ghcr.io/nvidia/nodewright/charts', chart: 'nodewright', targetRevision: 'v0.20.0' } },
    });
    expect(at('applications/gateway-api-crds.yaml')).toMatchObject({
      spec: {
        source: {
          repoURL: 'https://github.com/kubernetes-sigs/gateway-api',
          targetRevision: '0123456789abcdef0123456789abcdef01234567',
          path: 'config/crd/standard',
        },
      },
    });
  });

  it('keeps namespaces for ever, and does not wait for what needs nodes', () => {
    expect(at('manifests/namespaces/namespace-gpu-operator.yaml')).toMatchObject({
      metadata: {
        labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
        annotations: { 'argocd.argoproj.io/sync-options': 'Delete=false,Prune=false' },
      },
    });
    expect(at('manifests/nodewright/after/nodewright-tuning.yaml')).toMatchObject({
      metadata: { annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' } },
    });
  });

  it('joins a chart and objects of its phase as sources of one Application', () => {
    const both = laidOut(argocd)({
      ...bundle,
      units: [
        unit({
          component: 'both',
          release: release({ name: 'both', version: '1.0.0', values: { gone: null } }),
          objects: { main: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'both' } }] },
        }),
      ],
    });
    expect(parse(both.get('applications/both.yaml') ?? '').spec.sources).toEqual([
      {
        repoURL: 'https://charts.example.com',
        chart: 'both',
        targetRevision: '1.0.0',
        // As text: the API server would drop the null.
        helm: { releaseName: 'both', values: 'gone: null\n' },
      },
      {
        repoURL: 'https://git.example.com/platform/clusters.git',
        targetRevision: 'main',
        path: 'dist/eks-h100-training/manifests/both/main',
        directory: { include: '*.yaml' },
      },
    ]);
  });

  it('follows its options', () => {
    const options = {
      namespace: 'gitops',
      project: 'gpu',
      rootApplication: 'all',
      namePrefix: 'eks-a-',
      destination: { name: 'eks-a' },
      clusterResources: [{ group: 'acme.example.com', kind: 'Fabric' }],
      namespaces: ['acme'],
    };
    const files = laidOut(argocd)({ ...bundle, options });
    expect(parse(files.get('bootstrap/root.yaml') ?? '')).toMatchObject({
      metadata: { name: 'all', namespace: 'gitops' },
      spec: { project: 'gpu', destination: { server: 'https://kubernetes.default.svc', namespace: 'gitops' } },
    });
    expect(parse(files.get('applications/nodewright.yaml') ?? '')).toMatchObject({
      metadata: { name: 'eks-a-nodewright', namespace: 'gitops' },
      spec: { project: 'gpu', destination: { name: 'eks-a', namespace: 'nodewright' } },
    });
    const { spec } = parse(files.get('bootstrap/project.yaml') ?? '');
    expect(spec.clusterResourceWhitelist).toContainEqual({ group: 'acme.example.com', kind: 'Fabric' });
    expect(spec.destinations).toContainEqual({ name: 'eks-a', namespace: 'acme' });
  });

  it('hands over with the three commands', () => {
    const text = argocd.handOver(bundle);
    expect(text).toContain(
      'kubectl --namespace argocd patch configmap argocd-cm --type merge --patch-file bootstrap/argocd-cm.health.yaml\nkubectl apply --server-side -f bootstrap/project.yaml\nkubectl apply --server-side -f bootstrap/root.yaml\n',
    );
  });

  it('fits the schemas of Argo CD', ({ skip }) => {
    if (!haveSchemas) {
      console.log('skipped: ../shared/schemas is not here');
      skip();
    }
    const { checked, problems } = schemaProblems(tree);
    expect(problems).toEqual([]);
    expect(checked).toBeGreaterThanOrEqual(10);
  });
});

interface Application {
  readonly metadata: {
    readonly annotations: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly spec: {
    readonly syncPolicy: { readonly automated: object; readonly syncOptions: readonly string[] };
    readonly source?: { readonly path?: string };
    readonly sources?: readonly { readonly path?: string }[];
  };
}

describe('laws', () => {
  const wave = (files: ReadonlyMap<string, string>, name: string): number | undefined => {
    const text = files.get(`applications/${name}.yaml`);
    return text === undefined
      ? undefined
      : Number((parse(text) as Application).metadata.annotations['argocd.argoproj.io/sync-wave']);
  };

  it('before < chart < after < every phase of a dependent, and the namespaces first', () => {
    fc.assert(
      fc.property(arbitraryBundle, (any) => {
        const files = laidOut(argocd)(any);
        const waves = (component: string): number[] =>
          [`${component}-before`, component, `${component}-after`].flatMap((name) => wave(files, name) ?? []);
        for (const { component, dependsOn } of any.units) {
          const own = waves(component);
          expect(own).toEqual([...new Set(own)].toSorted((a, b) => a - b));
          for (const earlier of ['namespaces', ...dependsOn].flatMap(waves))
            for (const w of own) expect(earlier).toBeLessThan(w);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('every object stands in exactly one file, in a folder that exactly one Application reads; no path leaves the tree', () => {
    fc.assert(
      fc.property(arbitraryBundle, (any) => {
        const files = laidOut(argocd)(any);
        for (const path of files.keys()) expect(path).toMatch(/^[a-z0-9-]+(\/[a-z0-9.-]+)*\.yaml$/);
        expect([...files.keys()].join('\n')).not.toContain('/../');
        const manifests = [...files].filter(([path]) => path.startsWith('manifests/'));
        expect(manifests.map(([, text]) => identity(parse(text) as KubeObject)).toSorted()).toEqual(everyObject(any));
        const folders = [...files]
          .filter(([path]) => path.startsWith('applications/'))
          .map(([, text]) => (parse(text) as Application).spec)
          .flatMap(({ source, sources }) => sources ?? (source ? [source] : []))
          .flatMap(({ path }) => (path?.startsWith('dist/') ? path.replace('dist/eks-h100-training/', '') : []));
        expect(folders.toSorted()).toEqual(
          [...new Set(manifests.map(([path]) => path.replace(/\/[^/]+$/, '')))].toSorted(),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('the project allows every source and every destination of every Application', () => {
    fc.assert(
      fc.property(arbitraryBundle, (any) => {
        const files = laidOut(argocd)(any);
        const { sourceRepos, destinations } = parse(files.get('bootstrap/project.yaml') ?? '').spec;
        for (const [path, text] of files) {
          if (!path.startsWith('applications/') && path !== 'bootstrap/root.yaml') continue;
          const { source, sources = [source], destination } = parse(text).spec;
          expect(destinations).toContainEqual(destination);
          for (const { repoURL } of sources) expect(sourceRepos).toContain(repoURL);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('the same bundle gives the same bytes', () => {
    fc.assert(
      fc.property(arbitraryBundle, (any) => {
        expect([...laidOut(argocd)(structuredClone(any))]).toEqual([...laidOut(argocd)(any)]);
      }),
      { numRuns: 20 },
    );
  });
});

const everyObject = ({ namespaces, units }: Bundle): string[] =>
  [...namespaces, ...units.flatMap((u) => Object.values(u.objects).flat())].map(identity).toSorted();

describe('refusals', () => {
  const problems = (broken: Partial<Bundle>): unknown => {
    try {
      laidOut(argocd)({ ...bundle, ...broken });
    } catch (error) {
      if (error instanceof CnsError) return error.problems;
      throw error;
    }
    return [];
  };

  it('names all that is missing of the Git location', () => {
    expect(problems({ git: undefined })).toEqual([
      {
        code: 'DOCUMENT_INVALID',
        message: 'the argocd deployer needs an address of a Git repository',
        path: 'gitops.repoURL',
        hint: 'set gitops.repoURL in the cluster file, or give --repo',
      },
      {
        code: 'DOCUMENT_INVALID',
        message: 'the argocd deployer needs a branch, tag or commit',
        path: 'gitops.revision',
        hint: 'set gitops.revision in the cluster file, or give --revision',
      },
      {
        code: 'DOCUMENT_INVALID',
        message: 'the argocd deployer needs a relative folder of that repository',
        path: 'gitops.path',
        hint: 'set gitops.path in the cluster file, or give --path',
      },
    ]);
  });

  it.each(['/etc', '../other', 'a/../../b', 'a\\b'])('refuses %s as the folder in Git', (path) => {
    expect(problems({ git: { repoURL: 'https://git.example.com/x', revision: 'main', path } })).toMatchObject([
      { path: 'gitops.path', message: `${JSON.stringify(path)} is not a relative folder of that repository` },
    ]);
  });

  it('refuses a component whose name leaves the tree', () => {
    expect(problems({ units: [unit({ component: '../../etc' })] })).toMatchObject([
      { code: 'PATH_REFUSED', message: '"../../etc" cannot name a folder and a Kubernetes object' },
    ]);
  });

  it('refuses two steps of one name', () => {
    const config = (name: string): KubeObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'a' },
    });
    const units = [
      unit({ component: 'a', objects: { after: [config('x')] } }),
      unit({ component: 'a-after', wave: 2, objects: { main: [config('y')] } }),
      unit({ component: 'namespaces', wave: 2, objects: { main: [config('z')] } }),
    ];
    expect(problems({ units })).toMatchObject([
      {
        code: 'OBJECT_DUPLICATE',
        message: 'component a-after needs the name a-after, which component a has already',
        path: 'components.a-after',
      },
      {
        code: 'OBJECT_DUPLICATE',
        message: 'component namespaces needs the name namespaces, which the unit of the namespaces has already',
      },
    ]);
  });

  it('refuses an option that it does not have', () => {
    expect(problems({ options: { namspace: 'argo' } })).toMatchObject([
      { code: 'DOCUMENT_INVALID', path: 'gitops.options.namspace', hint: 'did you mean namespace, namespaces?' },
    ]);
  });
});
