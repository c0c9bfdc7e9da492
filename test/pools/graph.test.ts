import { expect, it } from 'vitest';
import type { PlannedResource, ResourceOptions } from '../../src/pools/resource.ts';
import { outOfOrder } from './graph.ts';

const resource = (name: string, args: object, options: ResourceOptions = {}): PlannedResource => ({
  type: 'a:b:C',
  name,
  part: 'part',
  args: { ...args },
  options,
});

it('tells what is made before what it needs, and what is there twice', () => {
  const first = resource('first', { list: [{ deep: { $join: ['x-', { $output: 'id', of: 'later' }] } }] });
  const later = resource('later', {}, { dependsOn: ['first', 'nobody'] });
  expect(outOfOrder([first, later, later])).toEqual([
    'first needs later',
    'later needs nobody',
    'later needs nobody',
    'later twice',
  ]);
  expect(outOfOrder([resource('later', {}), first])).toEqual([]);
});
