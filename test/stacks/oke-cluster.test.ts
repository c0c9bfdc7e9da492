import { expect, it } from 'vitest';
import { OkeCluster } from '../../stacks/oke-cluster.ts';
import { answerCalls } from './mocked.ts';

/** As `oci ce cluster create-kubeconfig --kube-endpoint PRIVATE_ENDPOINT` writes it. */
const kubeconfig = `---
apiVersion: v1
kind: ""
clusters:
- name: cluster-cabcdefghij
  cluster:
    server: https://10.0.103.170:6443
    certificate-authority-data: LS0tLS1CRUdJTi0tLS0t
contexts: []
users: []
`;

it('takes authority and private address from the kubeconfig of the cluster', async () => {
  answerCalls((token, inputs) => {
    expect(token).toBe('oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig');
    expect(inputs).toMatchObject({ clusterId: '<one.id>', endpoint: 'PRIVATE_ENDPOINT' });
    return { content: kubeconfig };
  });
  const cluster = new OkeCluster(
    'one',
    {
      compartmentId: 'ocid1.compartment.oc1..cluster',
      kubernetesVersion: 'v1.34.2',
      vcnId: 'ocid1.vcn.oc1.us-chicago-1.vcn',
    },
    {},
  );
  const known = (output: typeof cluster.privateHost): Promise<string> =>
    new Promise((resolve) => output.apply((value) => resolve(value)));
  expect(await known(cluster.certificateAuthority)).toBe('LS0tLS1CRUdJTi0tLS0t');
  expect(await known(cluster.privateHost)).toBe('10.0.103.170');
});
