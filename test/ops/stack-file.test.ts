import { expect, it } from 'vitest';
import { CnsError } from '../../src/errors.ts';
import { parseYaml } from '../../src/io/parse-yaml.ts';
import { accountOfStack } from '../../src/ops/stack-file.ts';

const of = (text: string) => accountOfStack(parseYaml(text, 'Pulumi.a.yaml'));

it('gives the account with the place of each of its values', () => {
  const { value, locate } = of('config:\n  cloud-native-stack:account:\n    zones: [a, b]\n');
  expect(value).toEqual({ zones: ['a', 'b'] });
  expect(locate?.(['account', 'zones', 1])).toEqual({ file: 'Pulumi.a.yaml', line: 3, column: 16 });
});

it('lets other keys alone: they are of Pulumi or of somebody else', () => {
  expect(of('encryptionsalt: v1\nconfig: { "aws:region": x, "cloud-native-stack:account": { a: 1 } }').value).toEqual({
    a: 1,
  });
});

it.each(['{}', 'config: {}', 'config: { "cloud-native-stack:cluster": x }', '[]', 'text'])(
  'says what is missing in %j',
  (text) => {
    expect(() => of(text)).toThrow(CnsError);
    expect(() => of(text)).toThrow(/has no cloud-native-stack:account[\s\S]*docs\/node-pools\.md/);
  },
);
