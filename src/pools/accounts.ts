import type * as z from 'zod';
import { aksAccount } from './aks/account.ts';
import { eksAccount } from './eks/account.ts';
import { gkeAccount } from './gke/account.ts';
import { okeAccount } from './oke/account.ts';

/** Service → what a stack must say of the account. Apart from the compilers, because schemas take time to load. */
export const ACCOUNTS: Readonly<Record<string, z.ZodType>> = {
  aks: aksAccount,
  eks: eksAccount,
  gke: gkeAccount,
  oke: okeAccount,
};
