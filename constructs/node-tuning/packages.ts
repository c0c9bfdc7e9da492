import type { AgentPackage, ClusterContext } from '../../src/contract/cluster.ts';
import { mirrored } from '../../src/contract/mirror.ts';
import { canonicalQuantity } from './quantity.ts';

type Interrupt = { readonly type: 'reboot' | 'restartAllServices' | 'service'; readonly services?: readonly string[] };

/** One entry of `spec.packages`, with the fields that both generations of the API have. */
export interface PackageSpec {
  readonly version: string;
  readonly image: string;
  readonly configMap?: Readonly<Record<string, string>>;
  readonly configInterrupts?: Readonly<Record<string, Interrupt>>;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly dependsOn?: Readonly<Record<string, string>>;
  readonly interrupt?: Interrupt;
  readonly resources?: {
    readonly cpuRequest: string;
    readonly cpuLimit: string;
    readonly memoryRequest: string;
    readonly memoryLimit: string;
  };
}

/** Last segment of an image path: `ghcr.io/nvidia/nodewright-packages/tuning` → `tuning`. */
export const packageKind = (image: string): string => image.slice(image.lastIndexOf('/') + 1);

/** Packages that fetch from the internet while they run; the others need no proxy. */
const DOWNLOADS = ['nvidia-setup', 'nvidia-tuned', 'tuned', 'kdump'];

/**
 * The custom resource's entry for one package.
 *
 * The operator compares versions in `dependsOn` as text, so they are taken from the packages themselves.
 */
export function packageSpec(
  { image, version, configMap, env, dependsOn, interrupt, interruptServices, resources }: AgentPackage,
  versions: ReadonlyMap<string, string>,
  cluster: ClusterContext,
): PackageSpec {
  const variables = { ...(DOWNLOADS.includes(packageKind(image)) ? proxyVariables(cluster) : {}), ...env };
  return {
    version,
    image: mirrored(cluster, image) ?? image,
    ...(Object.keys(configMap).length > 0 ? { configMap } : {}),
    ...(Object.keys(variables).length > 0
      ? { env: Object.entries(variables).map(([name, value]) => ({ name, value })) }
      : {}),
    ...(dependsOn.length > 0
      ? { dependsOn: Object.fromEntries(dependsOn.map((name) => [name, versions.get(name) ?? ''])) }
      : {}),
    ...interruptOf(interrupt, interruptServices),
    ...(resources
      ? {
          resources: {
            cpuRequest: canonicalQuantity(resources.cpuRequest),
            cpuLimit: canonicalQuantity(resources.cpuLimit),
            memoryRequest: canonicalQuantity(resources.memoryRequest),
            memoryLimit: canonicalQuantity(resources.memoryLimit),
          },
        }
      : {}),
  };
}

/** A reboot restarts every service; named services are restarted where nothing larger is asked for. */
export function interruptOf(
  interrupt: AgentPackage['interrupt'],
  services: readonly string[],
): { interrupt?: Interrupt } {
  if (interrupt !== 'none') return { interrupt: { type: interrupt } };
  return services.length > 0 ? { interrupt: { type: 'service', services } } : {};
}

/** Both spellings: curl reads the small ones, others the large. */
function proxyVariables({ proxy }: ClusterContext): Readonly<Record<string, string>> {
  if (proxy === undefined) return {};
  const { http, https, noProxy } = proxy;
  const pairs = { ...(http ? { http_proxy: http } : {}), ...(https ? { https_proxy: https } : {}), no_proxy: noProxy };
  return Object.fromEntries(
    Object.entries(pairs).flatMap(([name, value]) => [
      [name, value],
      [name.toUpperCase(), value],
    ]),
  );
}
