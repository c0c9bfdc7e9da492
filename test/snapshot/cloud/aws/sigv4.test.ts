import { describe, expect, it } from 'vitest';
import { signAws } from '../../../../src/snapshot/cloud/aws/sigv4.ts';

/** Key, time, region, service and host of the test suite that AWS publishes for Signature Version 4 (aws-sig-v4-test-suite). */
const SUITE = {
  method: 'GET',
  region: 'us-east-1',
  service: 'service',
  date: '20150830T123600Z',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
};

const signature = (headers: Readonly<Record<string, string>>): string | undefined =>
  /Signature=([0-9a-f]+)$/.exec(headers.authorization ?? '')?.[1];

describe('signatures of the AWS test suite', () => {
  it.each`
    name                                  | method    | path                               | expected
    ${'get-vanilla'}                      | ${'GET'}  | ${'/'}                             | ${'5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'}
    ${'get-vanilla-query-order-key-case'} | ${'GET'}  | ${'/?Param2=value2&Param1=value1'} | ${'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500'}
    ${'get-utf8'}                         | ${'GET'}  | ${'/ሴ'}                            | ${'8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85'}
    ${'post-vanilla'}                     | ${'POST'} | ${'/'}                             | ${'5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'}
  `('$name', ({ method, path, expected }) => {
    expect(signature(signAws({ ...SUITE, method, url: `https://example.amazonaws.com${path}` }))).toBe(expected);
  });
});

it('signs a session token and sends it, and names no secret', () => {
  const url = 'https://eks.us-east-2.amazonaws.com/clusters/prod';
  const headers = signAws({ ...SUITE, url, credentials: { ...SUITE.credentials, sessionToken: 'TOKEN' } });
  expect(headers['x-amz-security-token']).toBe('TOKEN');
  expect(headers.authorization).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token');
  expect(headers.host).toBeUndefined();
  expect(JSON.stringify(headers)).not.toContain(SUITE.credentials.secretAccessKey);
});

it.each([
  ['method', { method: 'PUT' }],
  ['body', { body: 'x' }],
  ['region', { region: 'eu-west-1' }],
  ['date', { date: '20150831T123600Z' }],
])('another %s has another signature', (_, change) => {
  const url = 'https://example.amazonaws.com/';
  expect(signature(signAws({ ...SUITE, url, ...change }))).not.toBe(signature(signAws({ ...SUITE, url })));
});
