import type { RunOutcome } from '../../contract/machine.ts';
import { answerOf, failureOf } from './answer.ts';
import { INFOROM, type SmiLog, smiLog } from './smi-log.ts';

export const QUERY = 'nvidia-smi -q -x';

/** What came of `nvidia-smi -q -x`. */
export type SmiAnswer =
  | { readonly state: 'read'; readonly log: Extract<SmiLog, { state: 'read' }> }
  /** The driver is there and has no GPU: nvidia-smi says "No devices were found", and ends with status 6 (NVML_ERROR_NOT_FOUND). */
  | { readonly state: 'no-devices'; readonly why: string }
  /** It is not there, or says that it cannot: no driver, another version of it, a document that is no document. */
  | { readonly state: 'refused'; readonly why: string }
  /** It did not answer at all. */
  | { readonly state: 'silent'; readonly why: string };

const CORRUPT_INFOROM = 14;

/**
 * A status other than 0 does not make the document wrong: with one GPU lost, nvidia-smi describes the others and fails in the end. What it
 * describes is then read as strictly as ever, and the failure is missed beside it. Status 14 is a corrupt infoROM (NVML_ERROR_CORRUPTED_INFOROM,
 * manual of nvidia-smi): the warning beside it says of which GPU, and nothing else is wrong.
 */
export async function smiAnswer(outcome: RunOutcome): Promise<SmiAnswer> {
  if (outcome.state !== 'ran') {
    const answer = answerOf(outcome, QUERY);
    const why = answer.state === 'text' ? '' : answer.why;
    return { state: answer.state === 'absent' ? 'refused' : 'silent', why };
  }
  const warnings = outcome.stderr.split('\n').filter((line) => INFOROM.test(line.trim()));
  const log = await smiLog([outcome.stdout, ...warnings].join('\n'));
  const fine = outcome.status === 0 || (outcome.status === CORRUPT_INFOROM && log.state === 'read' && log.complete);
  const failure = fine ? undefined : failureOf(outcome, QUERY);
  if (log.state === 'refused') {
    const none = /^No devices were found/m.test(`${outcome.stdout}\n${outcome.stderr}`);
    return { state: none ? 'no-devices' : 'refused', why: failure ?? `${QUERY}: ${log.why}` };
  }
  if (failure === undefined) return { state: 'read', log };
  const misses = [...log.misses, { path: ['gpus'], why: failure }];
  return { state: 'read', log: { ...log, complete: false, misses } };
}
