import { readdirSync, readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { clusterClient } from '../../../src/io/kube/cluster-client.ts';
import { k8sCollector } from '../../../src/snapshot/k8s/collector.ts';
import {
  APPLICATIONS,
  CUSTOM_KINDS,
  HELM_RELEASES,
  RESOURCE_SLICES,
} from '../../../src/snapshot/k8s/custom-resources.ts';
import { topologyCollector } from '../../../src/snapshot/topology/collector.ts';
import { startApiServer } from '../../io/kube/api-server.ts';
import { builtInKinds, kind } from '../../io/kube/described-cluster.ts';
import { collectFrom } from '../cluster/kube-stand-in.ts';

const ALL = [...CUSTOM_KINDS, RESOURCE_SLICES, APPLICATIONS, HELM_RELEASES];

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

it('the example role allows exactly what the collectors ask for', async () => {
  const custom = ALL.map((one) => kind(one.group, one.versions[0] ?? 'v1', one.kind, one.resource));
  const server = await startApiServer({
    version: { gitVersion: 'v1.34.2', platform: 'linux/amd64' },
    kinds: [...builtInKinds({}), ...custom],
  });
  const agent = new Agent({ keepAlive: true });
  const api = clusterClient({
    server: server.url,
    where: 'the test',
    credentials: async () => ({ headers: {}, agent }),
    close: () => agent.destroy(),
  });
  await collectFrom(k8sCollector, api);
  await collectFrom(topologyCollector, api);
  api.close();
  await server.close();

  const asked = server.seen.map(({ verb, path, resource }) => {
    if (resource) return `${verb} ${resource.resource}.${resource.group}`;
    return `${verb} ${path.startsWith('/apis/') ? '/apis/*' : path}`;
  });
  const { rules } = parse(readFileSync('docs/examples/rbac/snapshot-reader.yaml', 'utf8')) as {
    rules: readonly Rule[];
  };
  const allowed = rules.flatMap(({ apiGroups = [], resources = [], nonResourceURLs = [], verbs }) =>
    verbs.flatMap((verb) => [
      ...nonResourceURLs.map((url) => `${verb} ${url}`),
      ...apiGroups.flatMap((group) => resources.map((resource) => `${verb} ${resource}.${group}`)),
    ]),
  );
  expect([...new Set(asked)].sort()).toEqual([...allowed].sort());
  expect(allowed.filter((rule) => /secret|configmap|\*\./.test(rule))).toEqual([]);
});

it('no kind stands twice', () => {
  const names = ALL.map(({ group, resource }) => `${resource}.${group}`);
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
});

/** Kinds of operators that we emit, and that say nothing of how a cluster is set up. */
const NOT_HELD = ['DynamoGraphDeployment'];

it('every kind of these operators that a tree of ours has is held', () => {
  const emitted = CUSTOM_KINDS.map(({ group }) => group).flatMap((group) => {
    const files = readdirSync('src/upstream/kinds').includes(group) ? readdirSync(`src/upstream/kinds/${group}`) : [];
    return files.map((file) => `${group}/${file.split('_')[0]}`);
  });
  const held = CUSTOM_KINDS.map((one) => `${one.group}/${one.kind}`);
  const missing = [...new Set(emitted)].filter(
    (name) => !held.includes(name) && !NOT_HELD.includes(name.split('/')[1] ?? ''),
  );
  // A template of claims is what a workload asks for, not what a cluster is.
  expect(missing).toEqual(['resource.k8s.io/ResourceClaimTemplate']);
});
