import { expect, it } from 'vitest';
import { Gathering } from '../../../src/snapshot/gathering.ts';
import { kubeletArguments } from '../../../src/snapshot/systemd/kubelet-process.ts';
import { aMachine, type MachineTable } from '../a-machine.ts';

const processes = (rows: Readonly<Record<string, readonly string[]>>): MachineTable['files'] =>
  Object.fromEntries(
    Object.entries(rows).flatMap(([pid, words]) => [
      [`/proc/${pid}/comm`, `${words[0]?.split('/').at(-1)}\n`],
      [`/proc/${pid}/cmdline`, `${words.join('\0')}\0`],
    ]),
  );

it.each`
  what                                  | mainPid      | rows                                                                   | expected
  ${'that of its unit'}                 | ${'7'}       | ${{ 7: ['/usr/bin/kubelet', '--a=b', ''], 9: ['kubelet', '--other'] }} | ${['--a=b', '']}
  ${'one that another program started'} | ${undefined} | ${{ 1: ['systemd'], 9: ['kubelet', '--config-dir=/d'] }}               | ${['--config-dir=/d']}
  ${'not the shell that starts it'}     | ${'7'}       | ${{ 7: ['/bin/sh', '-c', 'kubelet --a'], 9: ['kubelet', '--b'] }}      | ${['--b']}
  ${'not what has ended since'}         | ${'7'}       | ${{}}                                                                  | ${undefined}
  ${'not what has a similar name'}      | ${undefined} | ${{ 9: ['/usr/bin/kubelet-csr-approver', '--b'], 10: ['kubelite'] }}   | ${undefined}
`('finds $what', async ({ mainPid, rows, expected }) => {
  const gathering = new Gathering(aMachine({ files: processes(rows) }));
  expect(await kubeletArguments(gathering, mainPid)).toEqual(expected);
  expect(gathering.collected({}).missing).toEqual({});
});

it('does not guess which of several is that of the node', async () => {
  const gathering = new Gathering(aMachine({ files: processes({ 8: ['kubelet', '--a'], 9: ['kubelet', '--b'] }) }));
  expect(await kubeletArguments(gathering, undefined)).toBeUndefined();
  expect(gathering.collected({}).missing).toEqual({
    kubelet: '2 kubelets run here, and which is that of this node cannot be told',
  });
});
