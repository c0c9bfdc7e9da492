import * as z from 'zod';
import { overlap, parseCidr } from './subnets.ts';

const isCidr = (text: string): boolean => {
  try {
    parseCidr(text);
    return true;
  } catch {
    return false;
  }
};

/** An IPv4 network in CIDR notation. */
export const cidr = z.string().refine(isCidr, 'an IPv4 network such as 10.0.0.0/16');

/** Who may reach the Kubernetes API from outside. Nobody, unless networks are named; never everybody. */
export const apiAccess = z.strictObject({
  /** Networks that may reach a public endpoint. @default - none: the endpoint is private */
  publicCidrs: z
    .array(cidr.refine((text) => !text.endsWith('/0'), 'a network of yours; the whole internet is never allowed'))
    .default([]),
  /** Whether the program that makes the cluster can reach its API: only then is GitOps installed by it. */
  reachable: z.boolean().default(false),
});

/** What every account says of itself, whatever the cloud. */
export const commonAccount = {
  api: apiAccess.prefault({}),
  /** Deletion of the cluster, its keys and networks has to be allowed first. */
  protect: z.boolean().default(true),
};

/** The machine of the system nodes and how many. */
export const systemNodes = (instanceType: string) =>
  z.strictObject({ instanceType: z.string().default(instanceType), count: z.int().min(2).default(3) });

/** Says so when two networks of an account share addresses. */
export const disjoint = (networks: Readonly<Record<string, string>>): string | undefined => {
  const entries = Object.entries(networks);
  for (const [i, [a, left]] of entries.entries())
    for (const [b, right] of entries.slice(i + 1))
      if (isCidr(left) && isCidr(right) && overlap(left, right)) return `${a} ${left} and ${b} ${right} overlap`;
  return undefined;
};
