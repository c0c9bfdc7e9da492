import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** As many as Linux follows before it says ELOOP. */
const MAX_LINKS = 40;

/**
 * Where `path` of a machine whose file system is mounted at `root` lies: symbolic links are followed as a process would see them whose root
 * that folder is, so an absolute link starts there again, and `..` never leads above it.
 *
 * With the root `/` the kernel does this itself. What does not exist stays as it is written, for whoever opens it to say so.
 *
 * @param last whether a link at the end is followed too
 * @throws Error with code ELOOP where links go in a circle, EINVAL where the path is not absolute
 */
export async function rootedPath(root: string, path: string, { last = true } = {}): Promise<string> {
  if (!path.startsWith('/')) throw coded('EINVAL');
  if (root === '/') return path;
  const ahead = partsOf(path).toReversed();
  let way: string[] = [];
  let links = 0;
  for (let part = ahead.pop(); part !== undefined; part = ahead.pop()) {
    if (part === '..') {
      way.pop();
      continue;
    }
    const here = join(root, ...way, part);
    const target = !last && ahead.length === 0 ? undefined : await targetOf(here);
    if (target === undefined) {
      way.push(part);
      continue;
    }
    if (++links > MAX_LINKS) throw coded('ELOOP');
    if (target.startsWith('/')) way = [];
    ahead.push(...partsOf(target).toReversed());
  }
  return join(root, ...way);
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/** What a link says; undefined where there is none. */
async function targetOf(path: string): Promise<string | undefined> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : undefined;
  } catch {
    return undefined;
  }
}

const coded = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });
