import type { Problem } from '../../errors.ts';

/** Something that does not fit, in the cluster file or in `account`. */
export const problem = (path: string, message: string, hint: string): Problem => ({
  code: 'ACCOUNT_INVALID',
  path,
  message,
  hint,
});
