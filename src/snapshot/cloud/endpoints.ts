import type { Provider } from '../data/cloud.ts';

/** Where the services of the clouds are. Tests name servers of their own. */
export interface CloudEndpoints {
  /** Address of each cloud's metadata service, without a slash at its end. */
  readonly metadata: Readonly<Record<Provider, string>>;
  /** API of EKS; `domain` is what the metadata service calls `services/domain`, e.g. `amazonaws.com`. */
  readonly eks: (region: string, domain: string) => string;
  readonly gke: string;
  /** Azure Resource Manager by `azEnvironment`; a cloud that is not here is not asked. */
  readonly azure: Readonly<Record<string, string>>;
}

/** All four clouds answer at one link-local address; nothing but the answer tells them apart. */
const LINK_LOCAL = 'http://169.254.169.254';

export const CLOUD_ENDPOINTS: CloudEndpoints = {
  metadata: {
    aws: LINK_LOCAL,
    // metadata.google.internal is this address; a name could be answered by anybody's DNS.
    gcp: LINK_LOCAL,
    azure: LINK_LOCAL,
    oci: LINK_LOCAL,
  },
  eks: (region, domain) => `https://eks.${region}.${domain}`,
  gke: 'https://container.googleapis.com',
  // https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service (azEnvironment), Azure CLI `az cloud list`.
  azure: {
    AzurePublicCloud: 'https://management.azure.com',
    AzureUSGovernmentCloud: 'https://management.usgovcloudapi.net',
    AzureChinaCloud: 'https://management.chinacloudapi.cn',
  },
};

/** Limits of one question. Unit: milliseconds. */
export interface CloudLimits {
  /** While nobody knows which cloud it is: all are asked at once, so this bounds the detection where none answers. */
  readonly probeMs: number;
  /** Of the metadata service, once it is known. */
  readonly readMs: number;
  /** Of a cloud's API. */
  readonly apiMs: number;
}

export const CLOUD_LIMITS: CloudLimits = { probeMs: 1_000, readMs: 2_000, apiMs: 3_000 };
