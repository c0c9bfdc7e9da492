import { expect, it } from 'vitest';
import { base64, type Expression, isExpression, join, json, shown } from '../../src/pools/expression.ts';

const endpoint: Expression = { $output: 'endpoint', of: 'cluster' };

it.each`
  value                                    | text
  ${'as it is'}                            | ${'as it is'}
  ${endpoint}                              | ${'<cluster.endpoint>'}
  ${join('https://', endpoint, '/')}       | ${'https://<cluster.endpoint>/'}
  ${base64(join('at ', endpoint))}         | ${'at <cluster.endpoint>'}
  ${json({ server: endpoint, list: [1] })} | ${'{\n  "server": "<cluster.endpoint>",\n  "list": [\n    1\n  ]\n}'}
`('a person reads $text', ({ value, text }) => {
  expect(shown(value)).toBe(text);
});

it.each([null, undefined, 'text', 1, {}, { of: 'x' }, []])('%j is a plain value', (value) => {
  expect(isExpression(value)).toBe(false);
});

it('is data: written and read again it is the same', () => {
  const all = [endpoint, join('a', endpoint), base64('a'), json({ a: endpoint })];
  expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  expect(all.every(isExpression)).toBe(true);
});
