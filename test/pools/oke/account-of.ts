/** One cluster of OKE that a test wants. */
export interface OkeCase {
  readonly accelerator?: string;
  readonly os?: string;
  readonly intent?: string;
  readonly instanceType?: string;
  readonly capacity?: string;
  readonly count?: number;
  readonly kubernetes?: string;
  /** Changes the cluster file of the case. */
  readonly cluster?: object;
  /** Changes the account of the case. */
  readonly account?: object;
}

/** A cluster file of OKE, BM.GPU.H100.8 with Ubuntu on demand unless the case says otherwise. */
export const okeCluster = (one: OkeCase): string => {
  const { accelerator = 'h100', os = 'ubuntu', intent = 'training', instanceType = 'BM.GPU.H100.8' } = one;
  return JSON.stringify({
    apiVersion: 'cns.dev/v1alpha1',
    kind: 'Cluster',
    name: `oke-${accelerator}-${os}`,
    criteria: { service: 'oke', accelerator, os, intent },
    inputs: {
      region: 'us-chicago-1',
      capacity: one.capacity ?? 'on-demand',
      ...(one.kubernetes ? { kubernetes: one.kubernetes } : {}),
    },
    pools: {
      system: { labels: { nodeGroup: 'system-worker' } },
      gpu: { instanceType, count: one.count ?? 2, labels: { nodeGroup: 'gpu-worker' } },
    },
    gitops: { deployer: 'helm' },
    shared: { labels: { team: 'ml' } },
    ...one.cluster,
  });
};

export const COMPARTMENT = 'ocid1.compartment.oc1..cluster';
export const KEY = 'ocid1.key.oc1.us-chicago-1.vault.key';

/** An account that has what a case needs, and nothing else. */
export const okeAccountOf = ({ capacity }: Pick<OkeCase, 'capacity'> = {}) => ({
  tenancyId: 'ocid1.tenancy.oc1..acme',
  compartmentId: COMPARTMENT,
  homeRegion: 'us-ashburn-1',
  availabilityDomains: ['Uocm:US-CHICAGO-1-AD-1', 'Uocm:US-CHICAGO-1-AD-2', 'Uocm:US-CHICAGO-1-AD-3'],
  gpuAvailabilityDomain: 'Uocm:US-CHICAGO-1-AD-2',
  oracleServices: {
    id: 'ocid1.service.oc1.us-chicago-1.all',
    cidr: 'all-ord-services-in-oracle-services-network',
  },
  kms: { keyId: KEY },
  images: {
    systemImageId: 'ocid1.image.oc1.us-chicago-1.system',
    gpuImageId: 'ocid1.image.oc1.us-chicago-1.hpc',
  },
  addons: { NvidiaGpuPlugin: 'v0.17.2' },
  capacity: capacity === 'reserved' ? { reservationId: 'ocid1.capacityreservation.oc1.us-chicago-1.rack' } : {},
});

/** What an account adds to get nodes whose firmware is set. */
export const WITH_FIRMWARE = {
  firmware: { numaNodesPerSocket: 'NPS1', smt: false, iommu: true },
  nodeTag: 'cns.cluster',
};
