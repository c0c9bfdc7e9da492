import { CnsError, type Problem } from '../errors.ts';

/** A file that we wrote and that somebody changed since. */
export function editedFile(path: string, what: string): Problem {
  return {
    code: 'TREE_EDITED',
    message: `${path} ${what}`,
    hint: 'move the change into the cluster file or a layer, or run again with --force to lose it',
    path,
  };
}

/** Something that we did not write stands where we have to. */
export function foreignFile(path: string): Problem {
  return {
    code: 'TREE_EDITED',
    message: `${path} is in the way and was not written by this program`,
    hint: 'move or delete it; --force does not overwrite what others wrote',
    path,
  };
}

/** A link could lead out of the tree, so that none is followed or replaced. */
export function linkedPath(path: string): Problem {
  return {
    code: 'PATH_REFUSED',
    message: `${path} is a symbolic link`,
    hint: 'delete the link; what is generated stands in real folders',
    path,
  };
}

/** Without its index nobody can tell which files of a tree are ours. */
export function lostIndex(path: string): Problem {
  return {
    code: 'TREE_EDITED',
    message: `${path} is not the index of a tree: it does not parse, or names paths outside the tree`,
    hint: 'restore it from version control, or delete the whole folder and run again',
    path,
  };
}

/** Runs `work`; what the disk refuses for a reason that the user can change becomes a problem. */
export function withDiskProblems<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code = '', path = folder } = error as NodeJS.ErrnoException;
    const reason = DISK_REASONS[code];
    if (reason === undefined) throw error;
    throw new CnsError(
      {
        code: 'PATH_REFUSED',
        message: `${path} cannot be written: ${reason}`,
        hint: 'make the folder writable or give another one with --output',
        path,
      },
      { cause: error },
    );
  }
}

const DISK_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'something of this name is there already',
  ENOTEMPTY: 'something of this name is there already',
  ELOOP: 'its symbolic links go in a circle',
  ENAMETOOLONG: 'its path is too long for this file system',
};
