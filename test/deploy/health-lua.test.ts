import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/contract/manifests.ts';
import { APPLICATION_HEALTH, healthLua } from '../../src/deploy/health-lua.ts';
import { type HealthRule, healthRules } from '../../src/deploy/health-rules.ts';
import { bundle, unit } from './bundle.ts';

const interpreter = ['lua', 'lua5.4', 'lua5.3', 'lua5.1', 'luajit'].find((name) => {
  try {
    execFileSync(name, ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});
if (!interpreter) console.log('skipped: no Lua on PATH, so the health checks were not run');

/** A JSON value as Lua; null is absent, as in Argo CD. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `{ ${value.map(literal).join(', ')} }`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== null);
    return `{ ${entries.map(([key, item]) => `[${JSON.stringify(key)}] = ${literal(item)}`).join(', ')} }`;
  }
  return JSON.stringify(value);
}

/** Runs a check as Argo CD does: no string library, so that a method or index of a string is an error. */
function judge(script: string, object: object): { status: string; message: string } {
  const program = `debug.setmetatable('', nil)
string, io, debug, require = nil, { write = io.write }, nil, nil
obj = ${literal(object)}
local health = (function()
${script}
end)()
io.write(health.status, '\\n', health.message)`;
  const [status = '', message = ''] = execFileSync(interpreter ?? '', ['-'], {
    input: program,
    encoding: 'utf8',
  }).split('\n');
  return { status, message };
}

describe.skipIf(!interpreter)('health checks under Lua', () => {
  const healthy = { health: { status: 'Healthy' }, sync: { comparedTo: { source: { targetRevision: 'v2' } } } };

  it.each`
    status                                                                        | expected         | message
    ${undefined}                                                                  | ${'Progressing'} | ${'not compared yet'}
    ${{}}                                                                         | ${'Progressing'} | ${'not compared yet'}
    ${'a string'}                                                                 | ${'Progressing'} | ${'not compared yet'}
    ${{ health: {} }}                                                             | ${'Progressing'} | ${'not compared yet'}
    ${healthy}                                                                    | ${'Healthy'}     | ${''}
    ${{ ...healthy, operationState: { phase: 'Succeeded' } }}                     | ${'Healthy'}     | ${''}
    ${{ ...healthy, operationState: { phase: 'Running' } }}                       | ${'Progressing'} | ${'a sync is running'}
    ${{ ...healthy, sync: { comparedTo: { source: { targetRevision: 'v1' } } } }} | ${'Progressing'} | ${'the new revision is not compared yet'}
    ${{ health: { status: 'Degraded', message: 'no pods' } }}                     | ${'Degraded'}    | ${'no pods'}
    ${{ health: { status: 'Missing' } }}                                          | ${'Missing'}     | ${''}
  `('an Application with $status is $expected', ({ status, expected, message }) => {
    const object = { metadata: { name: 'a' }, spec: { source: { targetRevision: 'v2' } }, status };
    expect(judge(APPLICATION_HEALTH, JSON.parse(JSON.stringify(object)))).toEqual({ status: expected, message });
  });

  it('an Application with several sources is judged by its health', () => {
    const status = { health: { status: 'Healthy' }, sync: { comparedTo: { sources: [] } } };
    expect(judge(APPLICATION_HEALTH, { spec: { sources: [] }, status })).toEqual({ status: 'Healthy', message: '' });
  });

  const rules = healthRules({
    ...bundle,
    units: [
      unit({
        component: 'all',
        objects: {
          main: [
            ['nvidia.com/v1', 'ClusterPolicy'],
            ['mellanox.com/v1alpha1', 'NicClusterPolicy'],
            ['nodewright.nvidia.com/v1alpha1', 'NodeWright'],
            ['resource.nvidia.com/v1beta1', 'ComputeDomain'],
            ['kai.scheduler/v1', 'Config'],
            ['gateway.networking.k8s.io/v1', 'GatewayClass'],
          ].map(
            ([apiVersion, kind]): KubeObject => ({
              apiVersion: `${apiVersion}`,
              kind: `${kind}`,
              metadata: { name: 'x' },
            }),
          ),
        },
      }),
    ],
  });
  const rule = (kind: string): HealthRule => rules.find((candidate) => candidate.kind === kind) as HealthRule;
  const condition = (type: string, status: string, reason = 'Because'): object => ({
    conditions: [
      { type: 'Other', status: 'True' },
      { type, status, reason },
    ],
  });

  it.each`
    kind                  | status                                                                     | wait     | expected
    ${'ClusterPolicy'}    | ${undefined}                                                               | ${false} | ${['Progressing', 'no status yet']}
    ${'ClusterPolicy'}    | ${{ state: 'ready' }}                                                      | ${false} | ${['Healthy', 'status.state is ready']}
    ${'ClusterPolicy'}    | ${{ state: 'notReady', ...condition('Error', 'True', 'OperandNotReady') }} | ${false} | ${['Healthy', 'not waited for, needs nodes: status.state is notReady']}
    ${'ClusterPolicy'}    | ${{ state: 'notReady', ...condition('Error', 'True', 'OperandNotReady') }} | ${true}  | ${['Progressing', 'status.state is notReady']}
    ${'ClusterPolicy'}    | ${{ state: 'notReady', ...condition('Error', 'True', 'ReconcileFailed') }} | ${false} | ${['Degraded', 'ReconcileFailed']}
    ${'NicClusterPolicy'} | ${{}}                                                                      | ${true}  | ${['Progressing', 'status.state is not set yet']}
    ${'NicClusterPolicy'} | ${{ state: 'ignore' }}                                                     | ${true}  | ${['Progressing', 'status.state is ignore']}
    ${'NicClusterPolicy'} | ${{ state: 'error' }}                                                      | ${true}  | ${['Degraded', 'status.state is error']}
    ${'NodeWright'}       | ${{ status: 'complete', observedGeneration: 2 }}                           | ${true}  | ${['Healthy', 'status.status is complete']}
    ${'NodeWright'}       | ${{ status: 'complete', observedGeneration: 1 }}                           | ${true}  | ${['Progressing', 'the change is not observed yet']}
    ${'NodeWright'}       | ${{ status: 'in_progress' }}                                               | ${true}  | ${['Progressing', 'status.status is in_progress']}
    ${'NodeWright'}       | ${{ status: 'erroring' }}                                                  | ${true}  | ${['Degraded', 'status.status is erroring']}
    ${'ComputeDomain'}    | ${{ status: 'NotReady' }}                                                  | ${true}  | ${['Healthy', 'status.status is NotReady']}
    ${'Config'}           | ${condition('Ready', 'True')}                                              | ${true}  | ${['Healthy', 'Because']}
    ${'Config'}           | ${condition('Ready', 'False')}                                             | ${true}  | ${['Progressing', 'Because']}
    ${'Config'}           | ${{ conditions: 'none' }}                                                  | ${true}  | ${['Progressing', 'condition Ready is not set yet']}
    ${'GatewayClass'}     | ${condition('Accepted', 'False')}                                          | ${true}  | ${['Degraded', 'Because']}
    ${'GatewayClass'}     | ${condition('Accepted', 'Unknown')}                                        | ${true}  | ${['Progressing', 'Because']}
  `('$kind with $status (wait $wait) is $expected', ({ kind, status, wait, expected }) => {
    const object = JSON.parse(JSON.stringify({ metadata: { generation: 2 }, status }));
    const { status: health, message } = judge(healthLua(rule(kind), wait), object);
    expect([health, message]).toEqual(expected);
  });
});

it('follows a path with list positions, which Lua counts from one', () => {
  const field = { path: 'status.parents[0].state', ready: ['ok'], failed: [] };
  expect(healthLua({ apiVersion: 'a/v1', kind: 'A', field }, true)).toContain(
    'ipairs({ "status", "parents", 1, "state" })',
  );
});
