import type { SystemdData } from '../data/systemd.ts';
import { LIMIT_PROPERTIES, OTHER_PROPERTIES } from './units.ts';

type Unit = SystemdData['units'][string];

/** What is asked of each unit, in one call: `systemctl show --property=…`. */
export const PROPERTIES: readonly string[] = [
  'Id',
  'Names',
  'LoadState',
  'ActiveState',
  'SubState',
  'UnitFileState',
  'MainPID',
  ...LIMIT_PROPERTIES,
  ...OTHER_PROPERTIES,
];

/** Properties of one unit, as systemctl wrote them. */
export type Shown = ReadonlyMap<string, string>;

/** Reads what `systemctl show` prints of several units: `Name=value` lines, an empty line between units. */
export function parseShow(text: string): Shown[] {
  return text
    .split(/\n[ \t\r]*\n/)
    .map(
      (block) =>
        new Map(
          [...block.matchAll(/^([A-Za-z]\w*)=([^\n]*)/gm)].map(([, name = '', value = '']) => [name, value.trimEnd()]),
        ),
    )
    .filter((shown) => shown.size > 0);
}

/** Whether this is the unit that was asked for by `name`, which may be an alias. */
export const isCalled = (shown: Shown, name: string): boolean =>
  shown.get('Id') === name || (shown.get('Names') ?? '').split(' ').includes(name);

/** A unit for the snapshot; undefined where systemctl left out a state. What is not loaded has no limits: those printed are defaults. */
export function unitOf(shown: Shown): Unit | undefined {
  const [loadState, activeState, subState] = ['LoadState', 'ActiveState', 'SubState'].map((name) => shown.get(name));
  if (!loadState || !activeState || !subState) return undefined;
  const state = { loadState, activeState, subState, unitFileState: shown.get('UnitFileState') ?? '' };
  if (loadState !== 'loaded') return { ...state, limits: {}, properties: {} };
  return { ...state, limits: chosen(shown, LIMIT_PROPERTIES), properties: chosen(shown, OTHER_PROPERTIES) };
}

function chosen(shown: Shown, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = shown.get(name);
      return value === undefined || value === '' ? [] : [[name, value === UNLIMITED ? 'infinity' : value]];
    }),
  );
}

/** RLIM_INFINITY, as D-Bus has it and old versions of systemctl print it. */
const UNLIMITED = String(2n ** 64n - 1n);
