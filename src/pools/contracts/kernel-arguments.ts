import { isPlainMap } from '../../plain.ts';
import { remembered } from '../../remembered.ts';
import { shown } from '../expression.ts';
import type { Contract, ContractInput } from './contract.ts';
import { broken, type Said, said } from './said.ts';
import { tree } from './tree/read.ts';

/** Arguments that a first-boot script or an agent's script adds to the boot loader. */
const ADDED = /GRUB_CMDLINE_LINUX="\$GRUB_CMDLINE_LINUX ([^"]*)"|--args='([^']*)'/g;

function argumentsIn(text: string): string[] {
  const added = [...text.matchAll(ADDED)].flatMap(([, grub = '', grubby = '']) => `${grub} ${grubby}`.split(/\s+/));
  const [, table = ''] = /^\[settings\.boot\.kernel-parameters\]\n((?:[^[\n].*\n)*)/m.exec(text) ?? [];
  const bottlerocket = [...table.matchAll(/^"?([^"=\s]+)"? = (\[.*\])$/gm)].flatMap(([, key = '', values = '[]']) =>
    (JSON.parse(values) as string[]).map((value) => (value === '' ? key : `${key}=${value}`)),
  );
  return [...new Set([...added, ...bottlerocket])].filter(Boolean);
}

/** Kernel arguments that the first boot of the GPU nodes sets. */
export const bootArguments = remembered(({ compiled }: ContractInput): readonly Said<string>[] =>
  (compiled?.firstBoot ?? [])
    .filter(({ pool }) => pool === 'gpu')
    .flatMap(({ name, text }) => argumentsIn(shown(text)).map((argument) => said(name, argument))),
);

/** Kernel arguments that packages of the node agent set. */
export const agentArguments = remembered((input: ContractInput): readonly Said<string>[] =>
  tree(input).agents.flatMap(({ at, spec: { packages } }) =>
    Object.entries(isPlainMap(packages) ? packages : {}).flatMap(([name, pack]) =>
      Object.entries(isPlainMap(pack) && isPlainMap(pack.configMap) ? pack.configMap : {}).flatMap(([key, text]) => {
        const found =
          key === 'grub.conf'
            ? String(text).split('\n').filter(Boolean)
            : key === 'apply.sh'
              ? argumentsIn(String(text))
              : [];
        return found.map((argument) => said(`${at} spec.packages.${name}.configMap["${key}"]`, argument));
      }),
    ),
  ),
);

/** What an argument sets: everything before its last value. `pci=realloc=off` and `pci=config_acs=…` set different things. */
const keyOf = (argument: string): string => argument.slice(0, Math.max(argument.lastIndexOf('='), 0)) || argument;

/** Arguments that are lists by repetition; `hugepages` counts pages of the size before it. */
const REPEATED = ['console', 'earlycon', 'hugepagesz', 'hugepages', 'pci'];

/** A kernel argument that two places set has whichever value comes last. */
export const kernelArgumentsOnce: Contract = {
  id: 'kernel-arguments-once',
  about: 'No kernel argument is set by the pool and by the node agent, nor twice by one of them.',
  halves: ['first-boot files of the GPU pool', 'packages of the node agent'],
  source: 'https://docs.kernel.org/admin-guide/kernel-parameters.html',
  check(input) {
    const [boot, agent] = [bootArguments(input), agentArguments(input)];
    const twice = (list: readonly Said<string>[]) =>
      list.flatMap((one, i) =>
        list
          .slice(0, i)
          .filter(({ value }) => keyOf(value) === keyOf(one.value) && value !== one.value)
          .filter(({ value }) => !REPEATED.includes(keyOf(value)))
          .map((other) => [other, one] as const),
      );
    const both = boot.flatMap((pool) =>
      agent
        .filter(
          ({ value }) =>
            keyOf(value) === keyOf(pool.value) && !(value !== pool.value && REPEATED.includes(keyOf(value))),
        )
        .map((other) => [pool, other] as const),
    );
    return [...both, ...twice(boot), ...twice(agent)].map(([pool, other]) =>
      broken({
        path: 'tuning.gpu.settings',
        pool,
        tree: other,
        because: `${keyOf(pool.value)} has two owners, and the later one wins at the next reboot`,
        hint: 'leave the setting to one of them: recipes/channels.yaml says which',
      }),
    );
  },
};
