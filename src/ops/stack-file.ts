import { CnsError, type Source } from '../errors.ts';
import type { Path } from '../path.ts';
import { isPlainMap } from '../plain.ts';
import { locate, type PositionedDocument } from '../recipe/document.ts';

/** Name of the Pulumi project, which every key of its configuration begins with. */
export const PROJECT = 'cloud-native-stack';

/** What a stack says of its account, and where. */
export interface AccountInput {
  readonly value: unknown;
  /** Position of a path such as `account.zones`. */
  readonly locate?: (path: Path) => Source;
}

/**
 * The account in a stack's file, `Pulumi.<stack>.yaml`.
 *
 * @throws CnsError `ACCOUNT_INVALID` when the file has none
 */
export function accountOfStack(document: PositionedDocument): AccountInput {
  const config = isPlainMap(document.value) ? document.value.config : undefined;
  const key = `${PROJECT}:account`;
  const value = isPlainMap(config) ? config[key] : undefined;
  if (value === undefined)
    throw new CnsError({
      code: 'ACCOUNT_INVALID',
      path: 'config',
      message: `has no ${key}: what is true of the account is not said`,
      hint: 'see docs/node-pools.md for what each cloud must be told',
      source: locate(document, ['config']),
    });
  return { value, locate: ([, ...path]) => locate(document, ['config', key, ...path]) };
}
