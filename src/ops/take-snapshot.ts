import { CnsError } from '../errors.ts';
import type { Snapshot } from '../snapshot/document.ts';
import { makeDocument } from '../snapshot/make-document.ts';
import { type Outcome, type RunOptions, runCollectors, STOPPED } from '../snapshot/run-collectors.ts';

export interface SnapshotInput extends RunOptions {
  /** Version of this program. */
  readonly version: string;
  /** Say where and when each part was read. @default false */
  readonly context?: boolean;
}

/**
 * Looks at a cluster and at the node that it runs on. Changes nothing.
 *
 * A part that could not be read is named in the snapshot (`collectors.<name>.missing`), and a collector that failed as well.
 *
 * @throws CnsError `COLLECT_FAILED` with `failFast`, and when every chosen collector failed
 */
export async function takeSnapshot(input: SnapshotInput): Promise<Snapshot> {
  const { collectors, chosen, surroundings, clock, failFast } = input;
  const taken = clock.now();
  const outcomes = await runCollectors(input);
  const failed = failuresOf(outcomes);
  if (failed.length > 0 && (failFast || failed.length === chosen.size))
    throw new CnsError(failed.map(([name, outcome]) => problemOf(name, outcome, failFast)));
  const ofNode = collectors.some((one) => one.of === 'node' && chosen.has(one.name));
  const node = ofNode ? await hostName(surroundings) : undefined;
  return makeDocument(outcomes, {
    taken,
    version: input.version,
    ...(node === undefined ? {} : { node }),
    ...(input.context ? { context: true } : {}),
  });
}

type Failed = Extract<Outcome, { state: 'failed' }>;

/** Those that failed of themselves: the stopped ones say nothing. */
const failuresOf = (outcomes: ReadonlyMap<string, Outcome>): (readonly [string, Failed])[] =>
  [...outcomes].flatMap(([name, outcome]) =>
    outcome.state === 'failed' && outcome.why !== STOPPED ? [[name, outcome] as const] : [],
  );

const problemOf = (name: string, { why, hint }: Failed, failFast: boolean) => ({
  code: 'COLLECT_FAILED' as const,
  path: `collectors.${name}`,
  message: `${name}: ${why}`,
  hint: [
    ...(hint === undefined ? [] : [hint]),
    failFast ? `give --exclude ${name} to leave it out, or --best-effort to keep what the others find` : '',
  ]
    .filter((text) => text !== '')
    .join('; or '),
});

async function hostName({ machine }: SnapshotInput['surroundings']): Promise<string | undefined> {
  const reading = await machine.read('/proc/sys/kernel/hostname');
  const name = reading.state === 'read' ? reading.text.trim() : '';
  return name === '' ? undefined : name;
}
