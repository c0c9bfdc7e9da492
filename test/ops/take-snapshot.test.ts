import { describe, expect, it } from 'vitest';
import { CollectFailure, type Collector } from '../../src/contract/collector.ts';
import { takeSnapshot } from '../../src/ops/take-snapshot.ts';
import { snapshotDocument } from '../../src/snapshot/document.ts';
import { aClock } from '../snapshot/a-clock.ts';
import { aCollector, found } from '../snapshot/a-collector.ts';
import { nowhere } from '../snapshot/nowhere.ts';

const failing = (name: string, why: string): Collector =>
  aCollector(name, {
    collect: async () => {
      throw new CollectFailure(why, { hint: 'bind a role' });
    },
  });

const take = (
  collectors: readonly Collector[],
  more: { chosen?: string[]; failFast?: boolean; context?: boolean; host?: string } = {},
) =>
  takeSnapshot({
    collectors,
    chosen: new Set(more.chosen ?? collectors.map(({ name }) => name)),
    surroundings: {
      ...nowhere,
      machine: {
        ...nowhere.machine,
        read: async (path) =>
          path === '/proc/sys/kernel/hostname' && more.host
            ? { state: 'read', text: `${more.host}\n` }
            : { state: 'absent' },
      },
    },
    clock: aClock(),
    version: '0.1.0',
    failFast: more.failFast ?? true,
    context: more.context ?? false,
  });

describe('takeSnapshot', () => {
  it('is a document of its own schema that says what came of every collector', async () => {
    const snapshot = await take(
      [
        aCollector('zoo', { collect: async () => found({ b: 1, a: { d: 1, c: [2, 1] } }) }),
        aCollector('gap', { collect: async () => found({}, { 'sysctl.x': 'EACCES' }) }),
        failing('bad', 'no answer'),
        aCollector('out'),
      ],
      { chosen: ['zoo', 'gap', 'bad'], failFast: false, host: 'n1' },
    );
    expect(snapshotDocument.parse(snapshot)).toEqual(snapshot);
    expect(snapshot).toEqual({
      apiVersion: 'cns.dev/v1alpha1',
      kind: 'Snapshot',
      metadata: { taken: '2026-01-02T03:04:05.000Z', cnsctl: '0.1.0', node: 'n1', redacted: false },
      collectors: {
        bad: { state: 'failed', why: 'no answer', missing: {} },
        gap: { state: 'partial', missing: { 'sysctl.x': 'EACCES' } },
        out: { state: 'excluded', missing: {} },
        zoo: { state: 'collected', missing: {} },
      },
      measurements: { gap: {}, zoo: { a: { c: [2, 1], d: 1 }, b: 1 } },
    });
    expect(JSON.stringify(snapshot.measurements)).toBe('{"gap":{},"zoo":{"a":{"c":[2,1],"d":1},"b":1}}');
  });

  it('fails at the first failing collector, naming it and the ways on', async () => {
    await expect(take([aCollector('os'), failing('k8s', 'no cluster')])).rejects.toMatchObject({
      exit: 5,
      problems: [
        {
          code: 'COLLECT_FAILED',
          path: 'collectors.k8s',
          message: 'k8s: no cluster',
          hint: 'bind a role; or give --exclude k8s to leave it out, or --best-effort to keep what the others find',
        },
      ],
    });
  });

  it('is no snapshot when nothing at all was found', async () => {
    await expect(
      take([failing('k8s', 'no cluster'), failing('gpu', 'no bus')], { failFast: false }),
    ).rejects.toMatchObject({ problems: [{ path: 'collectors.k8s' }, { path: 'collectors.gpu' }] });
  });

  it('names no node when only the cluster was looked at', async () => {
    const { metadata } = await take([aCollector('k8s', { of: 'cluster' })], { host: 'laptop' });
    expect(metadata.node).toBeUndefined();
  });

  it('says with --context where and when each part was read', async () => {
    const os = aCollector('os', {
      collect: async () => found({ kernel: 'x' }, {}, { kernel: { source: '/proc/sys/kernel/osrelease' } }),
    });
    expect((await take([os], { context: true })).context).toEqual({
      os: { kernel: { source: '/proc/sys/kernel/osrelease', at: '2026-01-02T03:04:05.000Z' } },
    });
    expect((await take([os])).context).toBeUndefined();
  });
});
