import { valueAt } from '../../path.ts';
import { compare } from './compare.ts';
import { type Rule, rule } from './rule.ts';

/** A key of /proc/sys. One that the snapshot's list of keys does not hold is unknown. */
export const sysctl: Rule = rule(
  'os',
  ({ name }) => ['sysctl', name],
  ({ name }) =>
    (data) => {
      const value = valueAt(data, ['sysctl', name]);
      return typeof value === 'string' ? value : undefined;
    },
  (setting, value) => compare(setting, value),
  'the snapshot does not hold this key',
);
