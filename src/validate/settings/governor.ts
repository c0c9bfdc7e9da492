import { metIf, notApplicable } from '../outcome.ts';
import { compare } from './compare.ts';
import { type Rule, rule } from './rule.ts';

/** The frequency governor of every processor. A machine without cpufreq, as most virtual ones are, has none to be set. */
export const governor: Rule = rule(
  'os',
  () => ['cpu', 'governors'],
  () =>
    ({ cpu }) =>
      cpu.governors,
  (setting, governors) => {
    const counts = Object.entries(governors).filter(([, count]) => count > 0);
    if (counts.length === 0) return notApplicable('the machine has no cpufreq, so no governor', 'no cpufreq');
    const found = counts.map(([name, count]) => `${name} on ${count}`).join(', ');
    return metIf(
      counts.every(([name]) => compare(setting, name).outcome === 'met'),
      `${found} processors`,
    );
  },
);
