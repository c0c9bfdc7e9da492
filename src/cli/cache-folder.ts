import { isAbsolute, join } from 'node:path';
import type { Streams } from './streams.ts';

/**
 * Where runs leave what later runs may use; undefined where there is no home folder.
 *
 * The XDG base directory specification: a relative XDG_CACHE_HOME counts as not set.
 */
export function cacheFolder({ XDG_CACHE_HOME = '', HOME = '' }: Streams['env']): string | undefined {
  const home = isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : HOME === '' ? undefined : join(HOME, '.cache');
  return home === undefined ? undefined : join(home, 'cnsctl');
}
