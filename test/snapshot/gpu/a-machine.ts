import type { Machine, Reading, RunOutcome } from '../../../src/contract/machine.ts';
import { compareText } from '../../../src/plain.ts';

export interface MachineParts {
  /** Path → text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Path → what the symbolic link points to. */
  readonly links?: Readonly<Record<string, string>>;
  /** `nvidia-smi -q -x` → what it prints, or how it ends, or why it does not. */
  readonly programs?: Readonly<Record<string, string | Partial<Ran> | RunOutcome>>;
  /** Path → why it cannot be read. */
  readonly refused?: Readonly<Record<string, string>>;
}

type Ran = Omit<Extract<RunOutcome, { state: 'ran' }>, 'state'>;

/** A machine in memory: it has what is named, and nothing else. `ran` says what was asked of it. */
export function aMachine({ files = {}, links = {}, programs = {}, refused = {} }: MachineParts = {}): Machine & {
  readonly ran: readonly string[];
} {
  const ran: string[] = [];
  const paths = [files, links, refused].flatMap((each) => Object.keys(each));
  return {
    ran,
    async read(path): Promise<Reading> {
      const why = refused[path];
      if (why !== undefined) return { state: 'refused', why };
      const text = files[path];
      return text === undefined ? { state: 'absent' } : { state: 'read', text };
    },
    async list(path) {
      const below = paths.filter((each) => each.startsWith(`${path}/`)).map((each) => each.slice(path.length + 1));
      return [...new Set(below.map((each) => each.split('/')[0] ?? ''))].toSorted(compareText);
    },
    link: async (path) => links[path],
    async run(program, args): Promise<RunOutcome> {
      const command = [program, ...args].join(' ');
      ran.push(command);
      const known = programs[command];
      if (known === undefined) return { state: 'absent' };
      if (typeof known === 'string') return { state: 'ran', status: 0, stdout: known, stderr: '' };
      return 'state' in known ? known : { state: 'ran', status: 0, stdout: '', stderr: '', ...known };
    },
  };
}
