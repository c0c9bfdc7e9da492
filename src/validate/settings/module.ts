import type { OsData } from '../../snapshot/data/os.ts';
import { metIf, unknown, type Verdict } from '../outcome.ts';
import { type Rule, rule, type Setting } from './rule.ts';

type State = 'loaded' | 'built in' | 'not loaded';

const modules = (judge: (setting: Setting, state: State) => Verdict): Rule =>
  rule(
    'os',
    () => ['modules'],
    (setting) => (data) => (Object.keys(data.modules).length === 0 ? undefined : stateOf(setting.name, data)),
    judge,
    'it shows no module at all',
  );

/** A module of the kernel that must be there: loaded, or part of the kernel and so never loaded. */
export const kernelModule: Rule = modules(({ comparison }, state) => {
  if (comparison === 'present') return metIf(state !== 'not loaded', state);
  if (comparison === 'absent') return metIf(state === 'not loaded', state);
  return unknown(`a module is there or not; ${comparison} says nothing of it`, state);
});

/** A module that must not be loaded. Whether something names it in modprobe.d does not matter: that it stayed away does. */
export const moduleBlocklist: Rule = modules(({ comparison }, state) => {
  if (comparison === 'present') return metIf(state === 'not loaded', state);
  return unknown(`a module is blocked or not; ${comparison} says nothing of it`, state);
});

function stateOf(name: string, { modules: loaded, builtInModules }: OsData): State {
  const is = (other: string): boolean => plain(other) === plain(name);
  if (Object.keys(loaded).some(is)) return 'loaded';
  return builtInModules.some(is) ? 'built in' : 'not loaded';
}

/** The kernel takes `-` and `_` in module names for the same. */
const plain = (name: string): string => name.replaceAll('-', '_');
