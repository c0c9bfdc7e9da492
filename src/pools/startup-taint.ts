import type { ComponentManifests, KubeObject } from '../contract/manifests.ts';
import { PHASES } from '../contract/phase.ts';
import { EFFECTS, type Taint } from '../contract/scheduling.ts';
import { valueAt } from '../path.ts';
import { isPlainMap } from '../plain.ts';

/** The taint that holds workloads back until the node agent has tuned a new node. */
export interface StartupTaint {
  readonly taint: Taint;
  /** True where the agent itself puts it on nodes that joined without it. */
  readonly isAutomatic: boolean;
}

/** API groups of the node agent: NodeWright, and Skyhook as it was called before. */
export const AGENT_GROUPS = ['nodewright.nvidia.com', 'skyhook.nvidia.com'];

/**
 * Read from what is really emitted: an agent's object that requires the taint, and the key that its operator is started with.
 *
 * @see https://github.com/NVIDIA/nodewright/blob/chart/v0.20.0/docs/user-guide/custom-resource.md
 */
export function startupTaint(units: readonly ComponentManifests[]): StartupTaint | undefined {
  const specs = units
    .flatMap(({ objects }) => PHASES.flatMap((phase) => objects[phase]))
    .filter((object) => AGENT_GROUPS.includes(object.apiVersion.split('/')[0] ?? ''))
    .map(specOf)
    .filter((spec) => spec.runtimeRequired === true);
  const text = units
    .map(({ release }) => valueAt(release?.values, ['controllerManager', 'manager', 'env', 'runtimeRequiredTaint']))
    .find((value) => typeof value === 'string');
  const taint = parseTaint(String(text ?? ''));
  if (specs.length === 0 || taint === undefined) return undefined;
  return { taint, isAutomatic: specs.every((spec) => spec.autoTaintNewNodes === true) };
}

const specOf = ({ spec }: KubeObject): Readonly<Record<string, unknown>> => (isPlainMap(spec) ? spec : {});

/** `key=value:effect`, as kubectl writes it; undefined for a text that is none. */
export function parseTaint(text: string): Taint | undefined {
  const [, key, value = '', given] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
  const effect = EFFECTS.find((one) => one === given);
  return key === undefined || effect === undefined ? undefined : { key, value, effect };
}
