import * as z from 'zod';
import { resolvedSetting } from '../contract/cluster.ts';
import { API_VERSION } from './document.ts';
import { when } from './inputs.ts';

/** What one version of a node agent's package applies for one configuration: profiles are data, so that they can be held against the recipe. */
export const profileDocument = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('Profiles'),
  package: z.string(),
  version: z.string(),
  source: z.string(),
  profiles: z.array(
    z.strictObject({
      /** Configuration that selects the profile; a package's configMap must have these values. A list means any of them. */
      select: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      /** Settings that it applies. `when` as the profile itself decides on the node. */
      applies: z.array(
        resolvedSetting.pick({ kind: true, name: true, value: true }).extend({ when: when.default({}) }),
      ),
    }),
  ),
});
export type ProfileDocument = z.output<typeof profileDocument>;
