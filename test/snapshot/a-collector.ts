import * as z from 'zod';
import type { Collected, Collector, Surroundings } from '../../src/contract/collector.ts';

interface Options extends Partial<Pick<Collector, 'of' | 'after' | 'timeoutMs'>> {
  readonly collect?: (surroundings: Surroundings) => Promise<Collected<Record<string, unknown>>>;
}

/** A collector that finds its own name, or what it is told to. */
export const aCollector = (name: string, { collect, ...rest }: Options = {}): Collector => ({
  name,
  summary: `what ${name} is`,
  of: 'node',
  timeoutMs: 60_000,
  schema: z.record(z.string(), z.unknown()),
  collect: collect ?? (async () => found({ name })),
  ...rest,
});

export const found = (
  data: Record<string, unknown>,
  missing: Collected<unknown>['missing'] = {},
  context: Collected<unknown>['context'] = {},
): Collected<Record<string, unknown>> => ({ data, missing, context });
