import { compare } from './compare.ts';
import { type Rule, rule } from './rule.ts';

/** A field of the kubelet's configuration file. */
export const kubelet: Rule = rule(
  'systemd',
  ({ name }) => ['kubelet', 'settings', name],
  ({ name }) =>
    ({ kubelet: { settings } }) =>
      Object.hasOwn(settings, name) ? settings[name] : undefined,
  (setting, value) => compare(setting, value),
  'the kubelet configuration that was read does not say it',
);
