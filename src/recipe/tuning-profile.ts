import type { AgentPackage } from '../contract/cluster.ts';
import type { Problem } from '../errors.ts';
import { formatPath } from '../path.ts';
import type { Catalog } from './catalog.ts';
import { answer, type Facts, unknownParts } from './guard.ts';
import type { Setting } from './layer.ts';
import type { ProfileDocument } from './profile.ts';

/** A resolved setting as far as profiles are held against it. */
interface Stated {
  readonly id: string;
  readonly setting: Setting;
  readonly state: string;
}

/**
 * Which settings the agent's fixed packages bring to the node by themselves.
 *
 * Problems: a package version without profile data, a configuration without a profile, a value that differs, and everything that a
 * profile applies although no layer asks for it.
 */
export function appliedBy(
  catalog: Catalog,
  packages: readonly AgentPackage[],
  facts: Facts,
  stated: readonly Stated[],
  pool: string,
): { applied: ReadonlySet<string>; problems: readonly Problem[] } {
  const applied = new Set<string>();
  const problems: Problem[] = [];
  for (const agentPackage of packages) {
    // A package without a configuration of its own is written by the construct from the remainder.
    if (Object.keys(agentPackage.configMap).length === 0) continue;
    const problem = (message: string, hint?: string): Problem => ({
      code: 'TUNING_UNMATCHED',
      path: formatPath(['tuning', pool, 'packages', agentPackage.name]),
      message,
      ...(hint ? { hint } : {}),
    });
    const found = profileOf(catalog, agentPackage);
    if (typeof found === 'string') {
      problems.push(problem(found, 'write what it applies into recipes/profiles, from the package itself'));
      continue;
    }
    for (const item of found.applies) {
      if (answer(item.when, facts) === 'no') continue;
      const matches = stated.filter(
        ({ setting, state }) =>
          setting.kind === item.kind && setting.name === item.name && state !== 'elsewhere' && state !== 'declined',
      );
      // Settings with guards that exclude each other may be undecided together.
      const match = matches.find(({ setting }) => agrees(setting, item.value)) ?? matches[0];
      const text = `${agentPackage.name} ${agentPackage.version} sets ${item.kind} ${item.name}${item.value === undefined ? '' : ` to ${item.value}`}`;
      if (!match) {
        const declined = stated.find(
          ({ setting, state }) => setting.kind === item.kind && setting.name === item.name && state === 'declined',
        );
        problems.push(
          problem(
            `${text}, and no layer asks for it`,
            declined
              ? `accept ${declined.id} in pools.${pool}.acceptSettings, or choose another profile`
              : 'add the setting with its reason, or choose another profile',
          ),
        );
      } else if (!agrees(match.setting, item.value)) {
        problems.push(
          problem(
            `${text}, and the recipe wants ${[match.setting.comparison, match.setting.value ?? []].flat().join(' ')} (${match.id})`,
            'make the layer and the profile agree',
          ),
        );
      } else if (match.state === 'applies' && answer(item.when, facts) === 'unknown') {
        const missing = unknownParts(item.when, facts).join(' and ');
        problems.push(
          problem(
            `${text} only where ${JSON.stringify(item.when)}, and the recipe wants it in any case (${match.id}): ${missing} is not known`,
            `give ${missing} under inputs`,
          ),
        );
      } else applied.add(match.id);
    }
  }
  return { applied, problems };
}

function profileOf(
  catalog: Catalog,
  { image, version, configMap }: AgentPackage,
): ProfileDocument['profiles'][number] | string {
  const name = image.slice(image.lastIndexOf('/') + 1);
  const versions = catalog.profiles.filter((p) => p.package === name);
  const document = versions.findLast((p) => p.version === version);
  if (!document)
    return `no profile data for ${name} ${version}; known: ${versions.map((p) => p.version).join(', ') || 'none'}`;
  const profile = document.profiles.find(({ select }) =>
    Object.entries(select).every(([key, wanted]) => [wanted].flat().includes(configMap[key] ?? '')),
  );
  return profile ?? `${name} ${version} has no profile for ${JSON.stringify(configMap)}`;
}

function agrees({ comparison, value }: Setting, applied: string | undefined): boolean {
  if (comparison === 'present') return true;
  if (comparison === 'absent') return false;
  if (applied === value) return true;
  if (comparison === 'equals') return false;
  const [have, want] = [Number(applied), Number(value)];
  return comparison === 'atLeast' ? have >= want : have <= want;
}
