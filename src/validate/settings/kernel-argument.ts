import type { BootArgument } from '../../snapshot/data/os.ts';
import { met, metIf, notMet, unknown, type Verdict } from '../outcome.ts';
import { compare, shown } from './compare.ts';
import { type Rule, rule, type Setting } from './rule.ts';

/**
 * Arguments whose value is a list of options, each of which stands for itself: `iommu=pt` holds in `iommu=pt,merge` as well.
 * https://docs.kernel.org/admin-guide/kernel-parameters.html (iommu, pci, intel_iommu)
 */
const LISTS = new Set(['iommu', 'intel_iommu', 'pci']);

/** Arguments that the kernel reads as yes or no, so that `y`, `on` and `1` are one value. Same page. */
const BOOLEANS = new Set([
  'arm_smmu_v3.disable_msipolling',
  'init_on_alloc',
  'init_on_free',
  'iommu.passthrough',
  'iommu.strict',
  'irqchip.gicv3_nolpi',
]);
/** kstrtobool of the kernel's lib/kstrtox.c. */
const YES = new Set(['1', 'y', 'yes', 'on', 't', 'true']);
const NO = new Set(['0', 'n', 'no', 'off', 'f', 'false']);

/**
 * A word of the kernel's command line. The name may hold an option of a list, as `pci=realloc` with the value `off` does.
 *
 * The kernel reads from left to right and keeps the last, so the last one decides; `present` asks that the exact word is there.
 * `hugepages` counts for each page size, and must hold in every size that it names.
 */
export const kernelArgument: Rule = rule(
  'os',
  () => ['bootArguments'],
  () =>
    ({ bootArguments }) =>
      // A kernel that was booted with nothing at all does not exist.
      bootArguments.length === 0 ? undefined : bootArguments,
  judge,
  'the kernel command line is empty, which it never is',
);

function judge(setting: Setting, all: readonly BootArgument[]): Verdict {
  const { name, value, comparison } = setting;
  const option = name.indexOf('=');
  const base = plain(option < 0 ? name : name.slice(0, option));
  const named = all.filter((argument) => plain(argument.name) === base);
  if (base === 'hugepages' && option < 0) return hugePages(setting, named);
  const values =
    option < 0 ? named.map((argument) => argument.value ?? '') : optionValues(named, name.slice(option + 1));
  const text = (found: string): string => (found === '' ? name : `${name}=${found}`);
  if (comparison === 'present' || comparison === 'absent') {
    const there = value === undefined ? values.length > 0 : values.some((found) => matches(base, value, found));
    const found = values.length === 0 ? `no ${name}` : values.map(text).join(' ');
    return metIf(there === (comparison === 'present'), found);
  }
  // Options of a list add up over all words; of everything else the last word holds.
  const last = LISTS.has(base) && option < 0 && values.length > 0 ? values.join(',') : values.at(-1);
  if (last === undefined) return notMet(`no ${name}`);
  if (value !== undefined && comparison === 'equals') return metIf(matches(base, value, last), text(shown(last)));
  return { ...compare(setting, last), found: text(shown(last)) };
}

function matches(base: string, wanted: string, found: string): boolean {
  if (BOOLEANS.has(base)) {
    const [a, b] = [wanted.toLowerCase(), found.toLowerCase()];
    if ((YES.has(a) && YES.has(b)) || (NO.has(a) && NO.has(b))) return true;
  }
  return found === wanted || (LISTS.has(base) && !wanted.includes(',') && lastOf(found.split(','), wanted));
}

/** Whether an option holds in a list: `nopt` or `off` after `pt` takes it back. */
function lastOf(options: readonly string[], wanted: string): boolean {
  const opposites = [wanted.startsWith('no') ? wanted.slice(2) : `no${wanted}`, wanted === 'off' ? 'on' : 'off'];
  const at = options.lastIndexOf(wanted);
  return at >= 0 && opposites.every((opposite) => options.lastIndexOf(opposite) < at);
}

/** Values of one option of a list in the order that the kernel reads them: `off` of `realloc` in `pci=realloc=off,nocrs`. */
const optionValues = (named: readonly BootArgument[], option: string): string[] =>
  named
    .flatMap(({ value = '' }) => value.split(','))
    .flatMap((part) => (part === option ? [''] : part.startsWith(`${option}=`) ? [part.slice(option.length + 1)] : []));

function hugePages(setting: Setting, named: readonly BootArgument[]): Verdict {
  const bySize = new Map(named.map(({ value = '', pageSize = 'default' }) => [pageSize, value]));
  if (bySize.size === 0) return setting.comparison === 'absent' ? met('no hugepages') : notMet('no hugepages');
  const verdicts = [...bySize].map(([size, value]) => ({ size, value, ...compare(setting, value) }));
  const found = verdicts.map(({ size, value }) => `${value} of ${size}`).join(', ');
  if (verdicts.some(({ outcome }) => outcome === 'not-met')) return notMet(found);
  return verdicts.some(({ outcome }) => outcome === 'unknown') ? unknown(`${found} is no number`, found) : met(found);
}

/** The kernel takes `-` and `_` in names for the same. */
const plain = (name: string): string => name.replaceAll('-', '_');
