import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { KubeObject } from '../../src/contract/manifests.ts';
import { helm } from '../../src/deploy/helm.ts';
import { arbitraryBundle, identity } from './arbitrary-bundle.ts';
import { bundle } from './bundle.ts';
import { laidOut } from './laid-out.ts';

const tree = laidOut(helm)({ ...bundle, git: undefined });

it('needs no Git, and lays out scripts, values and manifests', () => {
  expect([...tree.keys()]).toEqual([
    'install.sh',
    'uninstall.sh',
    'manifests/namespaces/namespace-cert-manager.yaml',
    'manifests/namespaces/namespace-gpu-operator.yaml',
    'manifests/namespaces/namespace-nodewright.yaml',
    'manifests/namespaces/namespace-nvsentinel.yaml',
    'values/cert-manager.yaml',
    'manifests/gpu-operator/before/configmap-dcgm-metrics.yaml',
    'values/gpu-operator.yaml',
    'values/nodewright.yaml',
    'manifests/nodewright/after/nodewright-tuning.yaml',
    'manifests/fabric-env/main/configmap-gpu-operator-nccl.yaml',
    'manifests/fabric-env/main/configmap-nvsentinel-nccl.yaml',
    'values/nvsentinel.yaml',
  ]);
  expect(tree.get('values/gpu-operator.yaml')).toBe('driver:\n  version: "580.82.07"\ntoolkit:\n  enabled: true\n');
});

it('calls the steps in the order of waves', () => {
  expect(tree.get('install.sh')).toContain(`
apply_folder namespaces manifests/namespaces
if wanted cert-manager; then # wave 1
  install_chart cert-manager cert-manager cert-manager https://charts.jetstack.io cert-manager v1.21.1 600 wait
  ready cert-manager rollout status deployment.v1.apps/cert-manager-webhook --namespace=cert-manager --timeout=600s
fi
if wanted gateway-api-crds; then # wave 1
  apply_git gateway-api-crds https://github.com/kubernetes-sigs/gateway-api 0123456789abcdef0123456789abcdef01234567 config/crd/standard
  ready gateway-api-crds wait --for=condition=Established customresourcedefinition.v1.apiextensions.k8s.io/gateways.gateway.networking.k8s.io --timeout=300s
fi
if wanted gpu-operator; then # wave 2
  apply_folder gpu-operator-before manifests/gpu-operator/before
  install_chart gpu-operator gpu-operator gpu-operator https://helm.ngc.nvidia.com/nvidia gpu-operator v26.3.3 1200 wait
  ready gpu-operator rollout status deployment.v1.apps/gpu-operator --namespace=gpu-operator --timeout=1200s
fi
`);
});

it('lists what to check by hand', () => {
  expect(tree.get('install.sh')).toContain(`Done. To check by hand, once GPU nodes have joined:
  gpu-operator: kubectl get clusterpolicy.v1.nvidia.com/cluster-policy (status.state should be ready)
  nodewright: kubectl get nodewright.v1alpha1.nodewright.nvidia.com/tuning (status.status should be complete)
`);
});

it('every object stands in exactly one file, steps come after those they need, and the same bundle gives the same bytes', () => {
  fc.assert(
    fc.property(arbitraryBundle, (any) => {
      const files = laidOut(helm)(any);
      expect([...laidOut(helm)(structuredClone(any))]).toEqual([...files]);
      const wanted = [...any.namespaces, ...any.units.flatMap((u) => Object.values(u.objects).flat())];
      const found = [...files]
        .filter(([path]) => path.startsWith('manifests/'))
        .map(([, text]) => parse(text) as KubeObject);
      expect(found.map(identity).toSorted()).toEqual(wanted.map(identity).toSorted());
      const script = files.get('install.sh') ?? '';
      const lines = script.slice(script.indexOf('\nconfirm\n')).split('\n');
      const at = (component: string, pick: 'first' | 'last'): number => {
        const call = new RegExp(`^ +\\w+ ${component}(-before|-after)? `);
        return pick === 'first'
          ? lines.findIndex((line) => call.test(line))
          : lines.findLastIndex((line) => call.test(line));
      };
      for (const { component, dependsOn } of any.units) {
        const start = at(component, 'first');
        if (start >= 0) for (const earlier of dependsOn) expect(at(earlier, 'last')).toBeLessThan(start);
      }
    }),
    { numRuns: 60 },
  );
});

it('hands over with a look first', () => {
  expect(helm.handOver(bundle)).toContain(
    './install.sh --context eks-h100-training --dry-run\n./install.sh --context eks-h100-training\n',
  );
});

it('refuses options: what it can do are flags of the script', () => {
  expect(() => laidOut(helm)({ ...bundle, options: { atomic: true } })).toThrow('gitops.options.atomic');
});
