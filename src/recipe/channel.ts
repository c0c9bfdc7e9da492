import * as z from 'zod';
import { resolvedSetting } from '../contract/cluster.ts';
import { API_VERSION } from './document.ts';
import { reason } from './layer.ts';

const settingKind = resolvedSetting.shape.kind;
const channelName = z.enum(['agent', 'chart', 'pool', 'image', 'none']);

/** Who can bring a kind of setting to a GPU node of one service and operating system. */
export const channelsDocument = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal('Channels'),
  channels: z.array(
    z.strictObject({
      service: z.string(),
      os: z.string(),
      /** Every kind of setting has its channel; `none` means that it cannot be expressed there. */
      kinds: z.record(settingKind, reason.extend({ channel: channelName })),
    }),
  ),
});
export type ChannelsDocument = z.output<typeof channelsDocument>;
