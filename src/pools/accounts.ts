import type * as z from 'zod';
import { eksAccount } from './eks/account.ts';

/** Service → what a stack must say of the account. Apart from the compilers, because schemas take time to load. */
export const ACCOUNTS: Readonly<Record<string, z.ZodType>> = { eks: eksAccount };
