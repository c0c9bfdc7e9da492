import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCalled, PROPERTIES, parseShow, unitOf } from '../../../src/snapshot/systemd/show.ts';
import { KUBELET_UNITS, LIMIT_PROPERTIES, UNITS } from '../../../src/snapshot/systemd/units.ts';
import { CONTAINERD, CONTAINERD_TUNED, IMEX_MASKED, notFound } from './shown.ts';

const only = (text: string) => {
  const [shown] = parseShow(text);
  return shown && unitOf(shown);
};

it('asks for services by name, for both limits of each resource, and for no environment', () => {
  expect(UNITS.every((name) => /^[a-z0-9.-]+\.service$/.test(name))).toBe(true);
  expect(new Set(UNITS).size).toBe(UNITS.length);
  expect(KUBELET_UNITS.filter((name) => !UNITS.includes(name))).toEqual([]);
  expect(LIMIT_PROPERTIES).toContain('LimitMEMLOCK');
  expect(LIMIT_PROPERTIES).toContain('LimitNOFILESoft');
  expect(PROPERTIES.filter((name) => /environment|credential/i.test(name))).toEqual([]);
});

describe('a unit', () => {
  it('has its limits, hard and soft, and other properties that say something', () => {
    expect(only(CONTAINERD)).toEqual({
      loadState: 'loaded',
      activeState: 'active',
      subState: 'running',
      unitFileState: 'enabled',
      limits: {
        LimitMEMLOCK: '8388608',
        LimitMEMLOCKSoft: '8388608',
        LimitNOFILE: '524288',
        LimitNOFILESoft: '1024',
        LimitSTACK: 'infinity',
        LimitSTACKSoft: '8388608',
      },
      properties: {
        Delegate: 'yes',
        TasksMax: 'infinity',
        NUMAPolicy: 'n/a',
        FragmentPath: '/usr/lib/systemd/system/containerd.service',
        ExecMainStatus: '0',
      },
    });
  });

  it('calls unlimited infinity, however systemd wrote it', () => {
    expect(only(CONTAINERD_TUNED)).toMatchObject({
      limits: { LimitMEMLOCK: 'infinity', LimitSTACK: '67108864' },
      properties: { TasksMax: 'infinity' },
    });
  });

  it.each([notFound('crio.service'), IMEX_MASKED])(
    'that is not loaded has no limits: those printed are defaults (%#)',
    (text) => {
      expect([only(text)?.limits, only(text)?.properties]).toEqual([{}, {}]);
    },
  );

  it('is masked, and not found, in those words', () => {
    expect(only(IMEX_MASKED)).toMatchObject({ loadState: 'masked', unitFileState: 'masked' });
    expect(only(notFound('crio.service'))).toMatchObject({ loadState: 'not-found', unitFileState: '' });
  });

  it.each(['LoadState', 'ActiveState', 'SubState'])('without %s is none', (name) => {
    expect(only(CONTAINERD.replace(new RegExp(`^${name}=.*\n`, 'm'), ''))).toBeUndefined();
  });
});

describe('parseShow', () => {
  it('parts units at empty lines, and values at the first equals sign', () => {
    const shown = parseShow(
      `${CONTAINERD}\n${notFound('crio.service')}\n\n\nId=x.service\nDropInPaths=/a=b.conf\nodd line\n`,
    );
    expect(shown.map((one) => one.get('Id'))).toEqual(['containerd.service', 'crio.service', 'x.service']);
    expect(shown[2]?.get('DropInPaths')).toBe('/a=b.conf');
    expect(parseShow('')).toEqual([]);
  });

  it('knows a unit by its alias too', () => {
    const [shown] = parseShow('Id=containerd-stargz.service\nNames=containerd-stargz.service containerd.service\n');
    expect(
      shown && ['containerd.service', 'containerd-stargz.service', 'containerd'].map((name) => isCalled(shown, name)),
    ).toEqual([true, true, false]);
  });

  it('reads back what was printed', () => {
    const name = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,8}$/);
    const value = fc.stringMatching(/^[ -~]{0,12}$/).map((text) => text.trimEnd());
    const unit = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 4 }), (units) => {
        const text = units.map((pairs) => pairs.map(([key, one]) => `${key}=${one}\n`).join('')).join('\n');
        expect(parseShow(text).map((shown) => [...shown])).toEqual(units);
      }),
      { numRuns: 200 },
    );
  });

  it('never fails, whatever is printed', () => {
    const piece = fc.constantFrom(
      'Id',
      'LoadState',
      'ActiveState',
      'SubState',
      '__proto__',
      'LimitNOFILE',
      '=',
      '\n',
      '\n\n',
      'x',
      '\r',
      '\u2028',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        for (const shown of parseShow(pieces.join(''))) {
          const unit = unitOf(shown);
          expect(unit === undefined || Object.getPrototypeOf(unit.limits) === Object.prototype).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
