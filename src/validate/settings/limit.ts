import { judged, met, notMet, unknown, type Verdict } from '../outcome.ts';
import { readings } from '../readings.ts';
import { compare, shown } from './compare.ts';
import { type Rule, rule, type Setting } from './rule.ts';

/** `containerd.LimitMEMLOCK` is a limit of a unit; `memlock`, without a dot, one of logins. */
export const limit: Rule = (setting, node) =>
  setting.name.includes('.') ? unitLimit(setting, node) : userLimit(setting, node);

/** A limit as systemd holds it, the hard one: what containers of a runtime inherit. */
const unitLimit: Rule = (setting, node) => {
  const dot = setting.name.lastIndexOf('.');
  const unit = unitName(setting.name.slice(0, dot));
  const name = setting.name.slice(dot + 1);
  return judged(
    readings([node], {
      of: 'systemd',
      path: ['units', unit],
      read: ({ present, units }) => (present && Object.hasOwn(units, unit) ? units[unit] : undefined),
      otherwise: `it shows no unit ${unit}`,
    }),
    ({ loadState, limits }): Verdict => {
      if (loadState === 'not-found') return notMet(`there is no ${unit}`);
      const found = Object.hasOwn(limits, name) ? limits[name] : undefined;
      if (found === undefined) return unknown(`${unit} shows no ${name}`);
      return { ...compare(setting, found, { unlimited: true }), found: `${name} ${shown(found)}` };
    },
  );
};

const unitName = (name: string): string => (/\.(service|socket|slice|scope)$/.test(name) ? name : `${name}.service`);

const LINE = /^(\S+)\s+(hard|soft|-)\s+(\S+)$/;

/**
 * A limit of logins, as /etc/security/limits.conf gives it to everybody (`*`): hard and soft, and every line that names it must agree,
 * because the snapshot does not say which of two came last. https://man7.org/linux/man-pages/man5/limits.conf.5.html
 */
const userLimit: Rule = rule(
  'systemd',
  () => ['userLimits'],
  () =>
    ({ userLimits }) =>
      userLimits,
  (setting: Setting, lines): Verdict => {
    const mine = Object.entries(lines).flatMap(([line, value]) => {
      const [, domain, type = '', item] = LINE.exec(line) ?? [];
      return domain === '*' && item === setting.name ? [{ line, type, value }] : [];
    });
    const bare = (['hard', 'soft'] as const).filter((side) => !mine.some(({ type }) => type === side || type === '-'));
    if (bare.length > 0) return notMet(`no line for everybody names the ${bare.join(' and ')} limit ${setting.name}`);
    const verdicts = mine.map(({ value }) => compare(setting, value, { unlimited: true }));
    const found = mine.map(({ line, value }) => `${line} ${value}`).join(', ');
    if (verdicts.some(({ outcome }) => outcome === 'not-met')) return notMet(found);
    return verdicts.some(({ outcome }) => outcome === 'unknown') ? unknown('it is no number', found) : met(found);
  },
);
