import type { Path } from '../../path.ts';
import { valueAt } from '../../path.ts';
import { judged, type Verdict } from '../outcome.ts';
import { readings } from '../readings.ts';
import { compare, shown } from './compare.ts';
import type { Rule } from './rule.ts';

/**
 * A parameter of a module as it is in force: `nvidia.NVreg_X` is `X` of /proc/driver/nvidia/params, those of nvidia_uvm and of other
 * modules are what /sys/module shows. What the boot line or modprobe.d asks for does not count.
 */
export const moduleParameter: Rule = (setting, node) => {
  const dot = setting.name.indexOf('.');
  const [module, parameter] = [setting.name.slice(0, Math.max(dot, 0)), setting.name.slice(dot + 1)];
  const judge = (value: string): Verdict => {
    const found = unquoted(value);
    return { ...compare(setting, found), found: `${parameter} ${shown(found)}` };
  };
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const path = Object.hasOwn(GPU_PARAMETERS, module) ? GPU_PARAMETERS[module]?.(parameter) : undefined;
  if (path !== undefined)
    return judged(
      readings([node], {
        of: 'gpu',
        path,
        read: (data) => text(valueAt(data, path)),
        otherwise: `the driver shows no parameter ${path.at(-1)}`,
      }),
      judge,
    );
  const at: Path = ['modules', module, 'parameters', parameter];
  const read = (data: object): string | undefined => text(valueAt(data, at));
  return judged(readings([node], { of: 'os', path: at, read, otherwise: `no ${setting.name}` }), judge);
};

const GPU_PARAMETERS: Readonly<Record<string, ((name: string) => Path) | undefined>> = {
  nvidia: (name) => ['nvidia', 'parameters', name.replace(/^NVreg_/, '')],
  nvidia_uvm: (name) => ['nvidia', 'uvmParameters', name],
};

/** /proc/driver/nvidia/params writes texts in quotes. */
const unquoted = (text: string): string => /^"(.*)"$/.exec(text.trim())?.[1] ?? text;
