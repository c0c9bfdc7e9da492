import type { Surroundings } from '../../src/contract/collector.ts';
import type { Machine, Reading, RunOutcome } from '../../src/contract/machine.ts';
import { compareText } from '../../src/plain.ts';

/** A machine of a table: what is not in it does not exist. */
export interface MachineTable {
  /** Path → text, or why it is refused. Folders exist by what lies in them; links on the way are not followed. */
  readonly files?: Readonly<Record<string, string | { readonly refused: string }>>;
  /** Path of a symbolic link → what it says. */
  readonly links?: Readonly<Record<string, string>>;
  /** Program, or program and arguments with blanks between → standard output, how it ends, or why it does not run. */
  readonly programs?: Readonly<Record<string, string | Partial<Ended> | RunOutcome>>;
}

type Ended = Omit<Extract<RunOutcome, { state: 'ran' }>, 'state'>;

/** A small machine for tests; `ran` tells which programs were run, as they are written in the table. */
export function aMachine({
  files = {},
  links = {},
  programs = {},
}: MachineTable = {}): Machine & { readonly ran: string[] } {
  const paths = [...Object.keys(files), ...Object.keys(links)];
  const ran: string[] = [];
  return {
    ran,
    async read(path): Promise<Reading> {
      const file = Object.hasOwn(files, path) ? files[path] : undefined;
      if (file !== undefined)
        return typeof file === 'string' ? { state: 'read', text: file } : { state: 'refused', why: file.refused };
      return paths.some((other) => other.startsWith(`${path}/`))
        ? { state: 'refused', why: 'it is a folder' }
        : { state: 'absent' };
    },
    async list(path) {
      const below = paths.filter((other) => other.startsWith(`${path}/`));
      return [...new Set(below.map((other) => other.slice(path.length + 1).split('/')[0] ?? ''))].sort(compareText);
    },
    link: async (path) => (Object.hasOwn(links, path) ? links[path] : undefined),
    async run(program, args) {
      const line = [program, ...args].join(' ');
      ran.push(line);
      const outcome = programs[line] ?? programs[program];
      if (outcome === undefined) return { state: 'absent' };
      if (typeof outcome !== 'string' && 'state' in outcome) return outcome;
      const ended = typeof outcome === 'string' ? { stdout: outcome } : outcome;
      return { state: 'ran', status: 0, stdout: '', stderr: '', ...ended };
    },
  };
}

/** Surroundings of a collector that asks the machine only: no cluster, no network, nothing before it. */
export const aroundMachine = (machine: Machine): Surroundings => ({
  machine,
  ask: async () => ({ state: 'silent', why: 'there is no network in this test' }),
  cluster: async () => {
    throw new Error('there is no cluster in this test');
  },
  before: {},
  given: {},
  signal: new AbortController().signal,
  progress: () => {},
});
