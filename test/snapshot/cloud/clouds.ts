import type { Answer, Asked } from './loopback.ts';

/** What a metadata service of ours answers: written from the formats that each cloud documents, and as strict about headers. */
export type CloudServer = (asked: Asked) => Answer;

const text = (body: string, headers: Answer['headers'] = {}): Answer => ({ body, headers });
const json = (value: unknown): Answer => ({
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
});
const notFound: Answer = { status: 404, body: '<?xml version="1.0"?><html><title>404 - Not Found</title></html>' };

export const SECRETS = {
  imdsToken: 'AQAAA-imds-token-9f2==',
  accessKey: 'ASIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: `IQoJb3JpZ2luX2Vj${'x'.repeat(800)}`,
  userData: 'hunter2-in-user-data',
  googleToken: 'ya29.google-access-token',
  azureToken: 'eyJ0eXAi.azure-access-token',
  ociUserData: 'IyEvYmluL3NoIG9jaS1zZWNyZXQ=',
} as const;

/** Time that the metadata service of AWS has. */
export const AWS_DATE = 'Mon, 06 Jul 2026 05:04:03 GMT';

const PATHS: Readonly<Record<string, string>> = {
  'meta-data/instance-life-cycle': 'capacity-block',
  'meta-data/placement/group-name': 'gpu-group',
  'meta-data/placement/partition-number': '3',
  'meta-data/placement/availability-zone-id': 'use2-az1',
  'meta-data/services/domain': 'amazonaws.com',
  'meta-data/iam/security-credentials/': 'node-role',
  'user-data': `#!/bin/sh\nPASSWORD=${SECRETS.userData}\n/etc/eks/bootstrap.sh prod\n`,
};

/** EC2 with version 2 required. `paths` replaces answers; null takes one away. */
export function aws(paths: Readonly<Record<string, string | null>> = {}): CloudServer {
  const have: Readonly<Record<string, string | null>> = {
    ...PATHS,
    'dynamic/instance-identity/document': JSON.stringify({
      accountId: '123456789012',
      architecture: 'x86_64',
      availabilityZone: 'us-east-2a',
      imageId: 'ami-0abcdef1234567890',
      instanceId: 'i-0123456789abcdef0',
      instanceType: 'p5.48xlarge',
      privateIp: '10.0.0.9',
      region: 'us-east-2',
      version: '2017-09-30',
    }),
    'meta-data/iam/security-credentials/node-role': JSON.stringify({
      Code: 'Success',
      Type: 'AWS-HMAC',
      AccessKeyId: SECRETS.accessKey,
      SecretAccessKey: SECRETS.secretKey,
      Token: SECRETS.sessionToken,
      Expiration: '2026-07-06T11:00:00Z',
    }),
    ...paths,
  };
  return ({ method, path, headers }) => {
    const server = { date: AWS_DATE, server: 'EC2ws' };
    if (path === '/latest/api/token') {
      const ttl = headers['x-aws-ec2-metadata-token-ttl-seconds'] ?? '';
      if (method !== 'PUT') return { status: 405 };
      if (!/^\d+$/.test(ttl) || Number(ttl) < 1 || Number(ttl) > 21_600) return { status: 400 };
      return text(SECRETS.imdsToken, { ...server, 'x-aws-ec2-metadata-token-ttl-seconds': ttl });
    }
    if (headers['x-aws-ec2-metadata-token'] !== SECRETS.imdsToken) return { status: 401 };
    const value = have[path.replace('/latest/', '')];
    return value === undefined || value === null ? notFound : text(value, server);
  };
}

const GOOGLE_PATHS: Readonly<Record<string, string>> = {
  'instance/zone': 'projects/123456/zones/us-central1-a',
  'instance/id': '4520031799277581759',
  'instance/machine-type': 'projects/123456/machineTypes/a3-megagpu-8g',
  'instance/image': 'projects/gke-node-images/global/images/gke-1342-cos-121',
  'instance/scheduling/provisioning-model': 'SPOT',
  'instance/scheduling/preemptible': 'TRUE',
  'instance/attributes/physical_host_topology': '{"cluster":"c-1","block":"b-2","subblock":"s-3","host":"h-4"}',
  'instance/attributes/physical_host': '/b-2/s-3/h-4',
  'instance/attributes/cluster-name': 'prod',
  'instance/attributes/cluster-location': 'us-central1',
  'project/project-id': 'my-project',
  'instance/service-accounts/default/token': `{"access_token":"${SECRETS.googleToken}","expires_in":3599,"token_type":"Bearer"}`,
};

/** Compute Engine: 403 without its header. */
export function gcp(paths: Readonly<Record<string, string | null>> = {}): CloudServer {
  const have: Readonly<Record<string, string | null>> = { ...GOOGLE_PATHS, ...paths };
  const server = { 'metadata-flavor': 'Google', server: 'Metadata Server for VM' };
  return ({ path, headers }) => {
    if (headers['metadata-flavor'] !== 'Google')
      return { status: 403, headers: server, body: 'Missing Metadata-Flavor' };
    const value = have[path.replace('/computeMetadata/v1/', '')];
    return value === undefined || value === null
      ? { status: 404, headers: { ...server, 'content-type': 'text/html' }, body: notFound.body ?? '' }
      : text(value, server);
  };
}

export const AZURE_COMPUTE = {
  azEnvironment: 'AzurePublicCloud',
  location: 'westeurope',
  name: 'aks-gpu-1',
  physicalZone: 'westeurope-az3',
  placementGroupId: 'f67c14ab-e92c-408c-ae2d-da15866ec79a',
  platformFaultDomain: '2',
  priority: 'Spot',
  resourceGroupName: 'MC_rg_prod_westeurope',
  storageProfile: {
    imageReference: { id: '', offer: 'aks', publisher: 'microsoft-aks', sku: 'ubuntu-2404', version: '1.2.3' },
  },
  subscriptionId: '8d10da13-8125-4ba9-a717-bf7490507b3d',
  tagsList: [
    { name: 'aks-managed-orchestrator', value: 'Kubernetes:1.34.2' },
    { name: 'aks-managed-kubeletIdentityClientID', value: '11111111-2222-3333-4444-555555555555' },
  ],
  userData: SECRETS.userData,
  vmId: '02aab8a4-74ef-476e-8182-f6d2ba4166a6',
  vmScaleSetName: 'aks-gpu-vmss',
  vmSize: 'Standard_ND96isr_H100_v5',
  zone: '1',
};

/** Azure: 400 without its header, and for a version that it does not know. */
export function azure(
  compute: object = AZURE_COMPUTE,
  versions: readonly string[] = ['2023-11-15', '2021-02-01'],
): CloudServer {
  return ({ path, headers }) => {
    if (headers.metadata !== 'true' || headers['x-forwarded-for'] !== undefined)
      return { ...json({ error: 'Bad request. Required metadata header not specified' }), status: 400 };
    const url = new URL(path, 'http://x');
    if (url.pathname === '/metadata/identity/oauth2/token') {
      if (url.searchParams.get('resource') !== `${url.searchParams.get('resource')?.replace(/\/$/, '')}/`)
        return { ...json({ error: 'invalid_resource' }), status: 400 };
      return json({ access_token: SECRETS.azureToken, expires_in: '3599', token_type: 'Bearer' });
    }
    if (url.pathname !== '/metadata/instance') return { ...json({ error: 'Not found' }), status: 404 };
    if (!versions.includes(url.searchParams.get('api-version') ?? ''))
      return { ...json({ error: 'Bad request. api-version is invalid', 'newest-versions': versions }), status: 400 };
    return json({ compute, network: { interface: [] } });
  };
}

export const OCI_INSTANCE = {
  availabilityDomain: 'kWVD:US-CHICAGO-1-AD-3',
  canonicalRegionName: 'us-chicago-1',
  compartmentId: 'ocid1.compartment.oc1..a',
  faultDomain: 'FAULT-DOMAIN-1',
  id: 'ocid1.instance.oc1.us-chicago-1.abc',
  image: 'ocid1.image.oc1.us-chicago-1.img',
  metadata: {
    'oke-cluster-display-name': 'prod',
    'oke-cluster-id': 'ocid1.cluster.oc1.us-chicago-1.clu',
    'oke-k8version': 'v1.34.1',
    'oke-pool-id': 'ocid1.nodepool.oc1.us-chicago-1.pool',
    ssh_authorized_keys: 'ssh-rsa AAAA',
    user_data: SECRETS.ociUserData,
  },
  region: 'us-chicago-1',
  shape: 'BM.GPU.H100.8',
};

export const OCI_HOST = {
  id: 'host-1',
  networkBlockId: 'nb-top',
  rackId: 'rack-7',
  rdmaTopologyData: {
    customerGpuMemoryFabric: 'ocid1.computegpumemoryfabric.oc1..g',
    customerHPCIslandId: 'ocid1.hpcisland.oc1..i',
    customerLocalBlock: 'ocid1.computelocalblock.oc1..l',
    customerNetworkBlock: 'ocid1.computenetworkblock.oc1..n',
  },
};

/** OCI with version 1 turned off: 404 there, 401 without its header. */
export function oci(instance: unknown = OCI_INSTANCE, host: unknown = OCI_HOST): CloudServer {
  return ({ path, headers }) => {
    if (!path.startsWith('/opc/v2/')) return { ...json({ code: 404, message: 'Not Found' }), status: 404 };
    if (headers.authorization !== 'Bearer Oracle')
      return { ...json({ code: 401, message: 'Unauthorized' }), status: 401 };
    if (path === '/opc/v2/instance/') return json(instance);
    return path === '/opc/v2/host/' && host !== null ? json(host) : { ...json({ code: 404 }), status: 404 };
  };
}
