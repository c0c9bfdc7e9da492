import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { CnsError } from '../errors.ts';

/**
 * The absolute path of `relative` inside the folder `root`, or a refusal.
 *
 * `relative` is written with `/` and must be one that `pathFault` accepts; no folder or file on its way below `root` may
 * be a symbolic link. `root` itself is the user's choice and may be anything. Nothing need exist yet.
 *
 * @throws CnsError PATH_REFUSED
 */
export function confine(root: string, relative: string): string {
  const fault = pathFault(relative);
  if (fault !== undefined) throw refused(relative, fault);
  const link = symlinkOnTheWay(root, relative);
  if (link !== undefined) throw refused(relative, `${link} is a symbolic link`);
  return join(root, relative);
}

/**
 * Why `relative` cannot name a file below a folder on every system, or undefined if it can. Looks at the text alone.
 *
 * Trees are cloned on other machines than the one that wrote them, so what Windows refuses is refused everywhere.
 */
export function pathFault(relative: string): string | undefined {
  if (relative === '') return 'it is empty';
  const fault = ORDINARY.test(relative) ? undefined : characterFault(relative);
  if (fault !== undefined) return fault;
  for (const part of relative.split('/')) {
    if (part === '..') return 'it leaves its folder with ..';
    if (part === '' || part === '.') return 'it has a part that is empty or .';
    if (/[. ]$/.test(part)) return `its part "${part}" ends with a dot or a space, which Windows does not allow`;
    if (DEVICE.test(part)) return `its part "${part}" is the name of a Windows device`;
    if (/^\.git$|^git~1$/i.test(part)) return `its part "${part}" belongs to Git`;
    if (Buffer.byteLength(part) > MAX_PART_BYTES) return `its part "${part}" is longer than ${MAX_PART_BYTES} bytes`;
  }
  return undefined;
}

function characterFault(relative: string): string | undefined {
  if (CONTROL.test(relative)) return 'it has a control character';
  if (/\p{Surrogate}/u.test(relative)) return 'it is not valid Unicode';
  if (relative.includes('\\')) return 'it has a backslash; parts are separated with /';
  if (relative.startsWith('/')) return 'it is absolute';
  if (/^[A-Za-z]:/.test(relative)) return 'it starts with a drive letter';
  if (/[<>:"|?*]/.test(relative)) return 'it has one of < > : " | ? *, which Windows does not allow';
  return undefined;
}

/** The first part of `relative`, as a path below `root`, that is a symbolic link now. */
function symlinkOnTheWay(root: string, relative: string): string | undefined {
  let way = '';
  for (const part of relative.split('/')) {
    way = way === '' ? part : `${way}/${part}`;
    const stat = lstatSync(join(root, way), { throwIfNoEntry: false });
    if (stat?.isSymbolicLink()) return way;
    if (!stat?.isDirectory()) return undefined;
  }
  return undefined;
}

/** Nearly every path; spares the search for one character after the other. */
const ORDINARY = /^[A-Za-z0-9._-][A-Za-z0-9._/-]*$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x1f\x7f]/;

// https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file: with any extension, in any case; also with digits written high (¹²³).
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9\xb9\xb2\xb3]|lpt[0-9\xb9\xb2\xb3])(?:\.|$)/i;

/** The limit of ext4, XFS, APFS and NTFS (there in UTF-16 units, which is never less room). */
const MAX_PART_BYTES = 255;

function refused(path: string, reason: string): CnsError {
  return new CnsError({
    code: 'PATH_REFUSED',
    message: `the path ${JSON.stringify(path)} is refused: ${reason}`,
    hint: 'give a path relative to its folder, such as a/b.yaml, that stays inside it and passes no symbolic link',
    path,
  });
}
