import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpOutcome, HttpRequest } from '../../../src/contract/machine.ts';
import { jsonMap, line, plainLine, whyNot } from '../../../src/snapshot/cloud/answer.ts';
import { createCloudCollector } from '../../../src/snapshot/cloud/collector.ts';
import { CLOUD_ENDPOINTS } from '../../../src/snapshot/cloud/endpoints.ts';
import { cloudData } from '../../../src/snapshot/data/cloud.ts';
import { aMachine } from '../a-machine.ts';
import { AWS_DATE, aws, azure, type CloudServer, gcp, oci, SECRETS } from './clouds.ts';
import { collectFrom } from './collect-from.ts';

const answered = (body: string, status = 200): HttpOutcome => ({ state: 'answered', status, headers: {}, body });

describe('what an answer is', () => {
  it.each(['', 'null', '[]', '"a"', '{', '<html>', '{}x'])('%j is no map', (body) => {
    if (body !== '{}') expect(jsonMap(answered(body))).toBeUndefined();
  });
  it('a map of another status is none', () => {
    expect(jsonMap(answered('{}', 404))).toBeUndefined();
    expect(jsonMap(answered('{"a":1}'))).toEqual({ a: 1 });
  });
  it.each([
    ['a value', 'a value'],
    ['  x\n', 'x'],
    ['two\nlines', undefined],
    ['<html>', undefined],
    ['\u0000', undefined],
    ['', undefined],
    ['x'.repeat(512), 'x'.repeat(512)],
    ['x'.repeat(513), undefined],
    [7, undefined],
  ])('line of %j is %j', (value, expected) => {
    expect(line(value)).toBe(expected);
    if (typeof value === 'string') expect(plainLine(answered(value))).toBe(expected);
  });
  it('why not never repeats an answer', () => {
    expect(whyNot(answered('secret'))).toBe('the answer is not in the format of this service');
    expect(whyNot(answered('secret', 403))).toBe('status 403');
  });
});

const SERVERS: readonly (readonly [string, CloudServer])[] = [
  ['aws', aws()],
  ['gcp', gcp()],
  ['azure', azure()],
  ['oci', oci()],
];

it.each(SERVERS)('no token, credential or user data of %s is in what was collected', async (_, server) => {
  // APIs that repeat what they were sent, as an error of a proxy may.
  const api = ({ headers }: { headers: object }) => ({ status: 500, body: JSON.stringify(headers) });
  const { asked: _asked, api: _api, ...collected } = await collectFrom(server, { api });
  const text = JSON.stringify(collected);
  for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
});

/** Answers without a network: the servers of ours, with some of their answers damaged. */
const through =
  (server: CloudServer, damage: (body: string, n: number) => string) =>
  async ({ method = 'GET', url, headers = {}, body = '' }: HttpRequest): Promise<HttpOutcome> => {
    const { pathname, search } = new URL(url);
    const said = server({ method, path: `${pathname}${search}`, headers, body });
    n += 1;
    const mine = Object.entries({ date: AWS_DATE, ...said.headers }).map(([k, v]) => [k, String(v)]);
    return {
      state: 'answered',
      status: said.status ?? 200,
      headers: Object.fromEntries(mine),
      body: damage(said.body ?? '', n),
    };
  };
let n = 0;

it.each(SERVERS)(
  'damaged answers of %s: never a crash, and data that fits the snapshot or a failure',
  async (_, server) => {
    const damage = fc.record({
      every: fc.integer({ min: 1, max: 4 }),
      how: fc.constantFrom('cut', 'noise', 'proto', 'types'),
      noise: fc.string({ unit: 'binary', maxLength: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ every, how, noise }) => {
        n = 0;
        const bodies = {
          cut: (body: string) => body.slice(0, body.length / 2),
          noise: () => noise,
          proto: (body: string) => body.replace('{', '{"__proto__":{"provider":"aws"},"constructor":1,'),
          types: (body: string) => body.replaceAll(/"([a-z][a-zA-Z]+)":"[^"]*"/g, '"$1":{"a":[1]}'),
        };
        const ask = through(server, (body, i) => (i % every === 0 ? bodies[how](body) : body));
        const { data, missing } = await createCloudCollector(CLOUD_ENDPOINTS).collect({
          machine: aMachine(),
          ask,
          cluster: () => Promise.reject(new Error('no cluster')),
          before: {},
          given: {},
          signal: new AbortController().signal,
          progress: () => {},
        });
        expect(cloudData.safeParse(data).success).toBe(true);
        expect(Object.values(missing).every((why) => typeof why === 'string' && why !== '')).toBe(true);
        expect(data.from).toBe(data.provider === undefined ? 'none' : 'metadata');
      }),
      { numRuns: 60 },
    );
  },
);
