import { expect, it } from 'vitest';
import { shown } from '../../src/pools/expression.ts';
import { kubeconfig } from '../../src/pools/kubeconfig.ts';

it('has one context, the address of the cluster, and a command for a token in the place of credentials', () => {
  const address = {
    endpoint: { $output: 'endpoint', of: 'cluster' },
    certificateAuthority: { $output: 'certificateAuthority.data', of: 'cluster' },
  };
  const made = kubeconfig('one', address, { command: 'aws', args: ['eks', 'get-token', '--region', 'us-east-1'] });
  const config = JSON.parse(shown(made));
  expect(config.clusters).toEqual([
    {
      name: 'one',
      cluster: {
        server: '<cluster.endpoint>',
        'certificate-authority-data': '<cluster.certificateAuthority.data>',
      },
    },
  ]);
  const [context] = config.contexts;
  expect(config['current-context']).toBe(context.name);
  expect(context.context).toEqual({ cluster: config.clusters[0].name, user: config.users[0].name });
  expect(config.users).toEqual([
    {
      name: 'one',
      user: {
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1beta1',
          command: 'aws',
          args: ['eks', 'get-token', '--region', 'us-east-1'],
        },
      },
    },
  ]);
});
