import type { AgentPackage, ClusterContext } from '../../src/contract/cluster.ts';
import { type Problem, throwProblems } from '../../src/errors.ts';
import { formatPath } from '../../src/path.ts';
import { hostScripts } from './host-script.ts';
import { type PackageSpec, packageKind, packageSpec } from './packages.ts';
import type { Remainder } from './remainder.ts';

interface Choices {
  readonly cluster: ClusterContext;
  readonly keepKernelArguments?: readonly string[] | undefined;
  readonly general: { readonly image: string; readonly version: string };
  readonly script: { readonly image: string; readonly version: string };
}

/** Systems whose boot loader the packages of NVIDIA can configure. */
const UPDATE_GRUB: readonly string[] = ['ubuntu', 'debian'];

/** An image as the operator takes it: its webhook refuses a tag or digest, the version is a field of its own. */
export const IMAGE_PATH = /^[^\s@]+\/[^\s@:/]+$/;

/**
 * Package name → its entry: the fixed packages, then the general one and the script, each after all before it.
 *
 * @throws CnsError `PROPS_INVALID` for a package that names a tag or an unknown package, or when default arguments would be lost
 * @throws CnsError `TUNING_UNMATCHED` for a kernel argument that a profile owns and a setting forbids
 */
export function packageEntries(p: Choices, remainder: Remainder): ReadonlyMap<string, PackageSpec> {
  const fixed = p.cluster.tuning.packages;
  const ownsCommandLine = fixed.find((item) => ['nvidia-tuned', 'tuned'].includes(packageKind(item.image)));
  const byScript = ownsCommandLine ? remainder.kernelArguments : [];
  throwProblems([...packageProblems(p.cluster), ...commandLineProblems(p, remainder, ownsCommandLine?.name)]);
  const scripts = hostScripts(remainder, byScript);
  const general = generalConfig(remainder, ownsCommandLine ? [] : commandLine(p, remainder));
  // A listed general package without configuration is the place for the remainder; otherwise one is added.
  const listed = fixed.find((item) => packageKind(item.image) === 'tuning' && Object.keys(item.configMap).length === 0);
  const all: AgentPackage[] = fixed.filter((item) => item !== listed);
  const last = () => all.map(({ name }) => name);
  const bare = { env: {}, interruptServices: [] as string[], interrupt: 'none' as const };
  if (Object.keys(general).length > 0)
    all.push({
      ...bare,
      ...(listed ?? { name: 'tuning', ...p.general }),
      configMap: general,
      dependsOn: last(),
      interrupt: 'grub.conf' in general ? 'reboot' : 'none',
      interruptServices: [...remainder.units.keys()],
    });
  if (Object.keys(scripts).length > 0)
    all.push({
      ...bare,
      name: 'remainder-script',
      ...p.script,
      configMap: scripts,
      dependsOn: last(),
      interrupt: byScript.length > 0 || remainder.scriptReboots ? 'reboot' : 'none',
      interruptServices: [...new Set(remainder.unitBounds.map(({ name }) => name.slice(0, name.lastIndexOf('.'))))],
    });
  const versions = new Map(all.map(({ name, version }) => [name, version]));
  return new Map(
    all.map((item) => [item.name, withConfigInterrupts(packageSpec(item, versions, p.cluster), remainder)]),
  );
}

function generalConfig(remainder: Remainder, kernelArguments: readonly string[]): Record<string, string> {
  const text = (lines: readonly string[]) => lines.join('\n');
  return {
    ...(kernelArguments.length > 0 ? { 'grub.conf': text(kernelArguments) } : {}),
    ...(remainder.sysctl.length > 0 ? { 'sysctl.conf': text(remainder.sysctl) } : {}),
    ...(remainder.ulimit.length > 0 ? { 'ulimit.conf': text(remainder.ulimit) } : {}),
    ...Object.fromEntries(
      [...remainder.units].map(([unit, lines]) => [`service_${unit}.conf`, text(['[Service]', ...lines])]),
    ),
  };
}

/** A later change of one key interrupts only as much as that key needs. */
function withConfigInterrupts(spec: PackageSpec, remainder: Remainder): PackageSpec {
  const keys = Object.keys(spec.configMap ?? {});
  const grub: PackageSpec['configInterrupts'] = keys.includes('grub.conf')
    ? { 'grub.conf': { type: 'reboot' as const } }
    : {};
  const units = [...remainder.units.keys()]
    .filter((unit) => keys.includes(`service_${unit}.conf`))
    .map((unit) => [`service_${unit}.conf`, { type: 'service' as const, services: [unit] }] as const);
  const configInterrupts = { ...grub, ...Object.fromEntries(units) };
  return Object.keys(configInterrupts).length > 0 ? { ...spec, configInterrupts } : spec;
}

function commandLine({ keepKernelArguments = [] }: Choices, remainder: Remainder): readonly string[] {
  const dropped = new Set(remainder.withoutArguments);
  const kept = keepKernelArguments.filter((argument) => !dropped.has(argument.split('=')[0] ?? ''));
  return remainder.kernelArguments.length + remainder.withoutArguments.length > 0
    ? [...kept, ...remainder.kernelArguments]
    : [];
}

function commandLineProblems(p: Choices, remainder: Remainder, profile: string | undefined): Problem[] {
  const { kernelArguments, withoutArguments } = remainder;
  const { os } = p.cluster;
  if (!UPDATE_GRUB.includes(os) && kernelArguments.length > 0)
    return [
      {
        code: 'TUNING_UNMATCHED',
        message: `the agent sets kernel arguments by update-grub, which ${os} does not have: ${kernelArguments.join(' ')}`,
        path: formatPath(['cluster', 'tuning', 'settings']),
        hint: `give them to the node pool or the image; the agent can on ${UPDATE_GRUB.join(', ')}`,
      },
    ];
  if (os === 'cos' && remainder.scriptReboots)
    return [
      {
        code: 'TUNING_UNMATCHED',
        message:
          'got a setting that needs a reboot: on Container-Optimized OS it would be applied and rebooted again for ever',
        path: formatPath(['cluster', 'tuning', 'settings']),
        hint: 'give it to the node pool, or drop it',
      },
    ];
  if (profile !== undefined)
    return withoutArguments.map((name) => ({
      code: 'TUNING_UNMATCHED' as const,
      message: `the kernel argument ${name} cannot be taken away: the package ${profile} owns the command line`,
      path: formatPath(['cluster', 'tuning', 'settings']),
      hint: 'choose a profile without it, or drop the setting',
    }));
  if (kernelArguments.length + withoutArguments.length === 0 || p.keepKernelArguments !== undefined) return [];
  return [
    {
      code: 'PROPS_INVALID',
      message: `is missing: kernel arguments are to be set (${[...kernelArguments, ...withoutArguments.map((n) => `without ${n}`)].join(' ')}), and the general package replaces the distribution's default arguments`,
      path: 'components.node-tuning.keepKernelArguments',
      hint: 'list the default arguments that must stay, e.g. [console=tty1, console=ttyS0]; an empty list keeps none',
    },
  ];
}

function packageProblems({ os, tuning: { packages } }: ClusterContext): Problem[] {
  const names = packages.map(({ name }) => name);
  return packages.flatMap((item, index) => {
    const path = (field: string) => formatPath(['cluster', 'tuning', 'packages', index, field]);
    const problems: Problem[] = item.dependsOn
      .filter((name) => !names.includes(name))
      .map((name) => ({
        code: 'PROPS_INVALID',
        message: `got ${name}; allowed: ${names.filter((other) => other !== item.name).join(', ')}`,
        path: path('dependsOn'),
        hint: 'name another package of the list',
      }));
    if (!IMAGE_PATH.test(item.image))
      problems.push({
        code: 'PROPS_INVALID',
        message: `got ${item.image}: an image path without tag or digest`,
        path: path('image'),
        hint: 'the tag goes into version',
      });
    // Packages run again after each boot there, so a reboot would ask for the next one.
    if (os === 'cos' && item.interrupt === 'reboot')
      problems.push({
        code: 'PROPS_INVALID',
        message: 'got reboot: on Container-Optimized OS a package that reboots never ends',
        path: path('interrupt'),
        hint: 'restart services instead',
      });
    return problems;
  });
}
