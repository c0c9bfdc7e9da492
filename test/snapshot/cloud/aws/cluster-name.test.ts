import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterNameIn } from '../../../../src/snapshot/cloud/aws/cluster-name.ts';

const NODE_CONFIG = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: application/node.eks.aws

---
apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  cluster:
    apiServerEndpoint: https://ABC.gr7.us-east-2.eks.amazonaws.com
    certificateAuthority: c2VjcmV0
    cidr: 10.100.0.0/16
    name: prod-1 # ours
  kubelet:
    config:
      name: other
--//
Content-Type: text/x-shellscript

#!/bin/sh
export PASSWORD=hunter2
--//--
`;

describe('the name of the cluster', () => {
  it.each([
    ['a NodeConfig of nodeadm', NODE_CONFIG, 'prod-1'],
    ['one with CRLF', NODE_CONFIG.replaceAll('\n', '\r\n'), 'prod-1'],
    ['one in quotes', NODE_CONFIG.replace('prod-1', '"prod_2"'), 'prod_2'],
    [
      'settings of Bottlerocket',
      '[settings.kubernetes]\napi-server = "https://x"\ncluster-name = "rocket"\n[settings.host]\ncluster-name = "no"\n',
      'rocket',
    ],
    ['settings of Bottlerocket with a dotted key', 'settings.kubernetes.cluster-name = "rocket"', 'rocket'],
    ['the script of the older image', "#!/bin/bash\n/etc/eks/bootstrap.sh 'old' --b64-cluster-ca x\n", 'old'],
    ['two formats that agree', `${NODE_CONFIG}\n/etc/eks/bootstrap.sh prod-1\n`, 'prod-1'],
  ])('is in %s', (_, userData, expected) => {
    expect(clusterNameIn(userData)).toBe(expected);
  });

  it.each([
    ['other user data', '#!/bin/sh\necho name: x\n'],
    ['a cluster of another document', 'spec:\n  cluster:\n    name: x\n'],
    ['a name deeper than the cluster', NODE_CONFIG.replace('    name:', '    deeper:\n      name:')],
    ['a cluster without a name', NODE_CONFIG.replace('    name: prod-1 # ours\n', '')],
    ['a name that is none', NODE_CONFIG.replace('prod-1', '../../etc')],
    ['a variable', '/etc/eks/bootstrap.sh $CLUSTER'],
    ['two names', `${NODE_CONFIG}\n/etc/eks/bootstrap.sh prod-2\n`],
    ['nothing', ''],
  ])('is not in %s', (_, userData) => {
    expect(clusterNameIn(userData)).toBeUndefined();
  });

  it('is a name or nothing, whatever the user data is', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        'apiVersion: node.eks.aws/v1alpha1',
        '  cluster:',
        '    name: ',
        '[settings.kubernetes]',
        '\n',
        '/etc/eks/bootstrap.sh ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const name = clusterNameIn(pieces.join('\n'));
        expect(name === undefined || /^[\w-]{1,100}$/.test(name)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
