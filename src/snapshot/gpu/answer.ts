import type { RunOutcome } from '../../contract/machine.ts';
import { quoted } from './notes.ts';

/** What a program answered, or why that is no answer. */
export type Answer =
  | { readonly state: 'text'; readonly text: string }
  | { readonly state: 'absent'; readonly why: string }
  | { readonly state: 'none'; readonly why: string };

/** A run that ended well has its standard output for an answer; `command` is what was run, for the reason. */
export function answerOf(outcome: RunOutcome, command: string): Answer {
  if (outcome.state === 'absent') return { state: 'absent', why: `there is no program ${command.split(' ')[0]}` };
  if (outcome.state === 'refused') return { state: 'none', why: `${command}: ${outcome.why}` };
  if (outcome.status !== 0) return { state: 'none', why: failureOf(outcome, command) };
  return { state: 'text', text: outcome.stdout };
}

/** Both tools say what is wrong on standard output as often as on standard error: the first line of either. */
export function failureOf({ status, stdout, stderr }: Ran, command: string): string {
  const said = [stderr, stdout].flatMap((text) => text.split('\n')).find((line) => line.trim() !== '');
  return `${command} ended with status ${status}${said === undefined ? '' : ` and says ${quoted(said.trim())}`}`;
}

type Ran = Extract<RunOutcome, { state: 'ran' }>;
