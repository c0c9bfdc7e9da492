import { expect, it } from 'vitest';
import { KINDS } from '../../src/cli/schema.ts';
import { SCHEMA_KINDS } from '../../src/ops/schemas.ts';

it('offers exactly the kinds that there are', () => {
  expect(KINDS).toEqual([...SCHEMA_KINDS]);
});
