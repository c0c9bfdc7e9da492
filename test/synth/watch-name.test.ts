import { expect, it } from 'vitest';
import { clusterContext } from '../../src/contract/cluster.ts';
import { watchName } from '../../src/synth/watch-name.ts';

const original = clusterContext.parse({ name: 'prod', region: 'r' });

it.each<[string, (context: typeof original) => unknown, boolean]>([
  ['a read of the name', (c) => c.name, true],
  ['a copy', (c) => ({ ...c }), true],
  ['text of the whole', (c) => JSON.stringify(c), true],
  ['a read of something else', (c) => c.region, false],
  ['nothing', () => 1, false],
])('%s', (_, work, read) => {
  const { context, watch } = watchName(original);
  expect(watch(() => work(context)).readName).toBe(read);
});

it('is the same context to whoever reads it', () => {
  expect({ ...watchName(original).context }).toEqual(original);
});

it('tells each piece of work apart', () => {
  const { context, watch } = watchName(original);
  watch(() => context.name);
  expect(watch(() => context.region)).toEqual({ result: 'r', readName: false });
});
