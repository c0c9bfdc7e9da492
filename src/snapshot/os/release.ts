import type { Gathering } from '../gathering.ts';

/** In the order of os-release(5): the first that exists counts, alone. */
const FILES = ['/etc/os-release', '/usr/lib/os-release'];

export async function osRelease(gathering: Gathering): Promise<Record<string, string>> {
  for (const file of FILES) {
    const reading = await gathering.machine.read(file);
    if (reading.state === 'absent') continue;
    if (reading.state === 'refused') {
      gathering.miss(['release'], `${file}: ${reading.why}`);
      return {};
    }
    gathering.from(['release'], file);
    const { values, faults } = parseOsRelease(reading.text);
    for (const [name, why] of faults) gathering.miss(['release', name], `${file}: ${why}`);
    return Object.fromEntries(values);
  }
  gathering.miss(['release'], `neither ${FILES.join(' nor ')} is there`);
  return {};
}

export interface OsRelease {
  readonly values: ReadonlyMap<string, string>;
  /** Variable → why its value cannot be told. */
  readonly faults: ReadonlyMap<string, string>;
}

/**
 * The variables of an os-release file: assignments as in a shell, nothing expanded or joined, the last of a name counts
 * (https://www.freedesktop.org/software/systemd/man/latest/os-release.html). Lines that assign nothing are left out.
 */
export function parseOsRelease(text: string): OsRelease {
  const values = new Map<string, string>();
  const faults = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, written] = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(line) ?? [];
    if (name === undefined || written === undefined) continue;
    const value = unquoted(written.trim());
    values.delete(name);
    faults.delete(name);
    if (value === undefined) faults.set(name, 'its quotes do not close, or it has blanks without quotes');
    else values.set(name, value);
  }
  return { values, faults };
}

function unquoted(written: string): string | undefined {
  const [, double] = /^"((?:[^"\\]|\\.)*)"$/s.exec(written) ?? [];
  if (double !== undefined) return double.replace(/\\(["$\\`])/g, '$1');
  const [, single] = /^'([^']*)'$/.exec(written) ?? [];
  if (single !== undefined) return single;
  return /^(?:[^\s"'\\]|\\.)*$/.test(written) ? written.replace(/\\(.)/g, '$1') : undefined;
}
