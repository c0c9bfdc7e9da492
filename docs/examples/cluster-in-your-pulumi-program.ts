import { runtime } from '@pulumi/pulumi';
import { EksGpuCluster } from 'cloud-native-stack/stacks/eks';

// Pulumi's mocks stand for AWS, so that this file runs without an account; `pulumi up` runs yours without these lines.
await runtime.setMocks({
  newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
  call: () => ({}),
});

const cluster = new EksGpuCluster('serving', {
  clusterFile: 'clusters/eks-l40s-inference.yaml',
  account: {
    accountId: '111122223333',
    zones: ['usw2-az1', 'usw2-az2'],
    adminRoleArns: ['arn:aws:iam::111122223333:role/platform-admin'],
    images: { systemRelease: '1.34.2-20260128', gpuRelease: '1.34.2-20260128' },
    addons: {
      'vpc-cni': 'v1.20.4-eksbuild.2',
      'kube-proxy': 'v1.34.0-eksbuild.2',
      coredns: 'v1.12.3-eksbuild.1',
      'eks-pod-identity-agent': 'v1.3.10-eksbuild.2',
      'eks-node-monitoring-agent': 'v1.4.1-eksbuild.1',
    },
  },
});

// What the plan says is plain data; what AWS says comes as outputs.
console.log(`${cluster.plan.gpu.count} × ${cluster.plan.gpu.instanceType}`);
console.log(Object.keys(cluster.outputs).sort().join(' '));
cluster.outputs.clusterName?.apply((name) => console.log(`AWS made ${name}`));

/* prints:
2 × g6e.12xlarge
clusterEndpoint clusterName gpuZone kubeconfig nodePoolNames oidcIssuer
AWS made eks-l40s-inference
*/
