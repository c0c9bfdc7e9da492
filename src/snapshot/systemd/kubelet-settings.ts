import { compareText, isPlainMap, type PlainMap } from '../../plain.ts';

/** Fields of KubeletConfiguration that a snapshot holds, and the flag that overrides each. Policies only: no addresses, no credentials. */
export const SETTINGS: Readonly<Record<string, string | undefined>> = {
  cgroupDriver: '--cgroup-driver',
  cpuManagerPolicy: '--cpu-manager-policy',
  cpuManagerPolicyOptions: '--cpu-manager-policy-options',
  failSwapOn: '--fail-swap-on',
  featureGates: '--feature-gates',
  maxParallelImagePulls: undefined,
  maxPods: '--max-pods',
  memoryManagerPolicy: '--memory-manager-policy',
  podPidsLimit: '--pod-max-pids',
  protectKernelDefaults: '--protect-kernel-defaults',
  reservedMemory: '--reserved-memory',
  reservedSystemCPUs: '--reserved-cpus',
  serializeImagePulls: '--serialize-image-pulls',
  shutdownGracePeriod: undefined,
  shutdownGracePeriodCriticalPods: undefined,
  topologyManagerPolicy: '--topology-manager-policy',
  topologyManagerPolicyOptions: '--topology-manager-policy-options',
  topologyManagerScope: '--topology-manager-scope',
};

/** Those whose map grows by that of a later file or flag; anything else is replaced. */
const MAPS = new Set(['cpuManagerPolicyOptions', 'featureGates', 'topologyManagerPolicyOptions']);

/**
 * A later configuration on top of an earlier one, as the kubelet joins its file, its drop-ins and its flags
 * (https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/). Only the fields above are looked at.
 */
export function joined(earlier: PlainMap, later: PlainMap): PlainMap {
  const result = new Map<string, unknown>();
  for (const name of Object.keys(SETTINGS)) {
    const [below, above] = [own(earlier, name), own(later, name)];
    const value = MAPS.has(name) && isPlainMap(below) && isPlainMap(above) ? { ...below, ...above } : (above ?? below);
    if (value !== undefined && value !== null) result.set(name, value);
  }
  return Object.fromEntries(result);
}

const own = (map: PlainMap, name: string): unknown => (Object.hasOwn(map, name) ? map[name] : undefined);

/** What the command line of a kubelet sets, as if a file had said it. Repeated flags of maps and of memory add up. */
export function fromFlags(words: readonly string[]): PlainMap {
  const found = new Map<string, unknown>();
  for (const [name, flag] of Object.entries(SETTINGS)) {
    const values = flag === undefined ? [] : valuesOfFlag(words, flag);
    if (values.length === 0) continue;
    if (MAPS.has(name)) found.set(name, pairsOf(values.join(',')));
    else found.set(name, name === 'reservedMemory' ? values.join(';') : values.at(-1));
  }
  return Object.fromEntries(found);
}

/** What a flag is given, in order: `--flag=value` or `--flag value`; alone it is `true`. */
export function valuesOfFlag(words: readonly string[], flag: string): string[] {
  return words.flatMap((word, at) => {
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
    if (word !== flag) return [];
    const next = words[at + 1];
    return [next === undefined || next.startsWith('-') ? 'true' : next];
  });
}

const pairsOf = (text: string): PlainMap =>
  Object.fromEntries(
    text.split(',').flatMap((pair) => {
      const [, key, value] = /^\s*([^=]+)=(.*)$/.exec(pair) ?? [];
      return key === undefined ? [] : [[key, value]];
    }),
  );

/** A value in one line, as its flag writes it; undefined where it has another shape than the field. */
export function settingText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return all(value.map(reservedMemoryText))?.join(';');
  if (!isPlainMap(value)) return undefined;
  const pairs = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
  return all(pairs.map(([key, one]) => scalarPair(key, one)))?.join(',');
}

/** `{numaNode: 0, limits: {memory: 1Gi}}` is `0:memory=1Gi` for `--reserved-memory`. */
function reservedMemoryText(row: unknown): string | undefined {
  if (!isPlainMap(row) || !isPlainMap(row.limits) || typeof row.numaNode !== 'number') return undefined;
  const limits = settingText(row.limits);
  return limits === undefined ? undefined : `${row.numaNode}:${limits}`;
}

const scalarPair = (key: string, value: unknown): string | undefined =>
  ['string', 'number', 'boolean'].includes(typeof value) ? `${key}=${value}` : undefined;

function all(texts: readonly (string | undefined)[]): string[] | undefined {
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? known : undefined;
}
