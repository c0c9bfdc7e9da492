import type { KubeletFields } from './resource-types.ts';

/** A field of an agent pool for one of the kubelet's. */
export interface KubeletRow {
  readonly field: keyof KubeletFields;
  /** The value as AKS takes it. Undefined where it does not. */
  readonly read: (value: string) => string | number | boolean | readonly string[] | undefined;
  /** What it takes, in words. */
  readonly allowed: string;
}

const oneOf = (field: keyof KubeletFields, ...values: string[]): KubeletRow => ({
  field,
  read: (value) => (values.includes(value) ? value : undefined),
  allowed: values.join(', '),
});

const integer = (field: keyof KubeletFields, min: number, max: number): KubeletRow => ({
  field,
  read: (value) => {
    const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  },
  allowed: `${min} to ${max}`,
});

const flag = (field: keyof KubeletFields): KubeletRow => ({
  field,
  read: (value) => ({ true: true, false: false })[value],
  allowed: 'true, false',
});

const matching = (
  field: keyof KubeletFields,
  pattern: RegExp,
  allowed: string,
  read: (value: string) => string | number,
) => ({ field, read: (value) => (pattern.test(value) ? read(value) : undefined), allowed }) satisfies KubeletRow;

/** Pods may be allowed to set these, and no other. */
const UNSAFE = /^(kernel\.shm.*|kernel\.msg.*|kernel\.sem|fs\.mqueue\..*|net\..*)$/;

/**
 * Field of the kubelet → field of an agent pool. What is not here has none: reserved CPUs and memory, memory manager, scope of the
 * topology manager and hard eviction among them.
 *
 * @see https://learn.microsoft.com/azure/aks/custom-node-configuration-reference#linux-kubelet-custom-configuration (August 2026)
 */
export const KUBELET_FIELDS: Readonly<Record<string, KubeletRow>> = {
  allowedUnsafeSysctls: {
    field: 'allowedUnsafeSysctls',
    read: (value) => (value.split(',').every((one) => UNSAFE.test(one)) ? value.split(',') : undefined),
    allowed: 'kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.*, net.*',
  },
  containerLogMaxFiles: integer('containerLogMaxFiles', 2, Number.MAX_SAFE_INTEGER),
  containerLogMaxSize: matching('containerLogMaxSizeMB', /^\d+Mi$/, 'a size such as 50Mi', Number.parseInt),
  cpuCFSQuota: flag('cpuCfsQuota'),
  cpuCFSQuotaPeriod: matching('cpuCfsQuotaPeriod', /^\d+ms$/, 'a time such as 100ms', (value) => value),
  cpuManagerPolicy: oneOf('cpuManagerPolicy', 'none', 'static'),
  failSwapOn: flag('failSwapOn'),
  imageGCHighThresholdPercent: integer('imageGcHighThreshold', 0, 100),
  imageGCLowThresholdPercent: integer('imageGcLowThreshold', 0, 100),
  // -1: no limit. The kernel itself ends at 2^22.
  podPidsLimit: integer('podMaxPids', -1, 2 ** 22),
  topologyManagerPolicy: oneOf('topologyManagerPolicy', 'none', 'best-effort', 'restricted', 'single-numa-node'),
};
