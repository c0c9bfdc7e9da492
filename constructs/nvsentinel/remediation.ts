import * as z from 'zod';

/** A database that NVSentinel shares between detection and remediation; run by the user. */
export const datastore = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('mongodb'),
    database: z.string().default('HealthEventsDatabase'),
    /** Secret in the component's namespace with the key `MONGODB_URI`. The connection string never stands in values. */
    uriSecret: z.string(),
  }),
  z.strictObject({
    provider: z.literal('postgresql'),
    host: z.string(),
    port: z.int().min(1).max(65535).default(5432),
    database: z.string().default('nvsentinel'),
    username: z.string(),
    sslmode: z.enum(['disable', 'require', 'verify-ca', 'verify-full']).default('verify-full'),
  }),
]);

/** What the janitor needs to reboot or replace a machine of each cloud; credentials come from the workload identity. */
export const csp = z.discriminatedUnion('provider', [
  z.strictObject({ provider: z.literal('kind') }),
  z.strictObject({
    /** Reboots from inside the node by a privileged job. */
    provider: z.literal('generic'),
    rebootImage: z.string().default('public.ecr.aws/docker/library/busybox:1.37.0'),
    useSysrqReboot: z.boolean().default(false),
  }),
  z.strictObject({ provider: z.literal('aws'), accountId: z.string(), iamRoleName: z.string() }),
  z.strictObject({ provider: z.literal('gcp'), project: z.string(), zone: z.string(), serviceAccount: z.string() }),
  z.strictObject({
    provider: z.literal('azure'),
    subscriptionId: z.string(),
    resourceGroup: z.string(),
    clientId: z.string(),
  }),
  z.strictObject({ provider: z.literal('oci'), compartment: z.string(), principalId: z.string() }),
]);

export const DRAIN_MODES = ['AllowCompletion', 'Immediate', 'DeleteAfterTimeout'] as const;

export const remediation = z.strictObject({
  /** Cordon, drain and repair nodes with fatal faults. Off: faults become node conditions and nothing else. */
  enabled: z.boolean().default(false),
  /** Log what would be done and do nothing. On first: watch it before it may act. */
  dryRun: z.boolean().default(true),
  /** Stop cordoning above this share of the GPU nodes. Unit: percent. */
  circuitBreakerPercent: z.int().min(1).max(100).default(50),
  /** How pods leave a cordoned node, by namespace; `*` is all others. */
  drain: z.record(z.string(), z.enum(DRAIN_MODES)).default({ '*': 'AllowCompletion' }),
  /** How long an eviction may take. Unit: seconds. */
  evictionTimeoutSeconds: z.int().min(1).default(60),
  /** When pods of mode DeleteAfterTimeout are deleted. Unit: minutes. */
  deleteAfterTimeoutMinutes: z.int().min(1).default(60),
  /** Namespaces that are never drained. @default - kube-system and those of the cluster's components */
  systemNamespaces: z.array(z.string()).optional(),
  /** Where events are kept; needed when enabled. */
  datastore: datastore.optional(),
  /** Cloud that reboots and replaces machines; needed when enabled. */
  csp: csp.optional(),
});
export type Remediation = z.output<typeof remediation>;

/** Chart values below `global.datastore`; a MongoDB gets its collections from a job, whose image may come from a mirror. */
export function datastoreValues(
  { enabled, datastore: chosen }: Remediation,
  setupImage: string | undefined,
): object | undefined {
  if (!enabled || chosen === undefined) return undefined;
  if (chosen.provider === 'mongodb')
    return {
      provider: 'mongodb',
      connection: { database: chosen.database },
      credentialsFromSecret: { name: chosen.uriSecret },
      ...(setupImage ? { setupJob: { image: { repository: setupImage } } } : {}),
    };
  const { provider, ...connection } = chosen;
  return { provider, connection };
}

/** Chart values below `janitor-provider.csp`. */
export function cspValues({ csp: chosen }: Remediation, region: string | undefined): object | undefined {
  switch (chosen?.provider) {
    case undefined:
      return undefined;
    case 'kind':
      return { provider: 'kind' };
    case 'generic': {
      const { provider, ...generic } = chosen;
      return { provider, generic };
    }
    case 'aws': {
      const { provider, ...aws } = chosen;
      return { provider, aws: { ...aws, ...(region ? { region } : {}) } };
    }
    case 'gcp': {
      const { provider, ...gcp } = chosen;
      return { provider, gcp };
    }
    case 'azure': {
      const { provider, ...azure } = chosen;
      return { provider, azure: { ...azure, ...(region ? { location: region } : {}) } };
    }
    case 'oci': {
      const { provider, ...oci } = chosen;
      return { provider, oci: { ...oci, ...(region ? { region } : {}) } };
    }
  }
}

/** One anchored expression over namespace names, which have no characters that mean something in it. */
export const namespacePattern = (names: readonly string[]): string =>
  `^(${[...new Set(names)].sort((a, b) => (a < b ? -1 : 1)).join('|')})$`;
