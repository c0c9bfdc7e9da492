export interface GkeCase {
  readonly accelerator: string;
  readonly os: string;
  readonly instanceType: string;
  readonly capacity: string;
  readonly intent?: string;
  readonly count?: number;
  /** Networks of the fabric that the tree describes, by component. */
  readonly components?: object;
}

/** A cluster file of GKE for one case. */
export const gkeCluster = ({
  accelerator,
  os,
  instanceType,
  capacity,
  intent = 'training',
  count = 2,
  components = {},
}: GkeCase): string =>
  JSON.stringify({
    apiVersion: 'cns.dev/v1alpha1',
    kind: 'Cluster',
    name: `gke-${accelerator}-${os}`,
    criteria: { service: 'gke', accelerator, os, intent },
    inputs: { region: 'us-central1', capacity },
    pools: {
      system: { labels: { nodeGroup: 'system-worker' } },
      gpu: { instanceType, count, labels: { nodeGroup: 'gpu-worker' } },
    },
    gitops: { deployer: 'helm' },
    components,
    shared: { labels: { 'example.com/Team': 'ML' } },
  });

/** A project that has what a case needs, and nothing else. */
export const gkeAccountOf = ({ capacity }: { readonly capacity: string }) => ({
  project: 'example-gpu',
  projectNumber: '123456789012',
  zones: ['us-central1-a', 'us-central1-b', 'us-central1-c'],
  gpuZone: 'us-central1-b',
  version: '1.34.2-gke.1234000',
  capacity: capacity === 'reserved' ? { reservation: 'my-gpus' } : {},
});
