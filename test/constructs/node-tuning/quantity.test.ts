import { expect, it } from 'vitest';
import { canonicalQuantity } from '../../../constructs/node-tuning/quantity.ts';

it.each([
  ['2000m', '2'],
  ['1500m', '1500m'],
  ['2', '2'],
  ['8192Mi', '8Gi'],
  ['2000Mi', '2000Mi'],
  ['1048576Ki', '1Gi'],
  ['0Mi', '0Mi'],
  ['1.5Gi', '1.5Gi'],
])('%s is printed as %s', (text, expected) => {
  expect(canonicalQuantity(text)).toBe(expected);
  expect(canonicalQuantity(canonicalQuantity(text))).toBe(expected);
});
