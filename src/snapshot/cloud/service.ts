import type { Context } from '../../contract/collector.ts';
import type { Ask, HttpOutcome } from '../../contract/machine.ts';
import type { CloudData, Provider } from '../data/cloud.ts';
import type { CloudEndpoints, CloudLimits } from './endpoints.ts';

/** With what a cloud is asked. */
export interface Asking {
  readonly ask: Ask;
  readonly endpoints: CloudEndpoints;
  readonly limits: CloudLimits;
  /** True when no further question is to be asked: the time of the collector is over. */
  readonly over: () => boolean;
}

/** Reads a path of a metadata service that is known already, with what proves that we may. */
export type ReadPath = (path: string) => Promise<HttpOutcome>;

/** What a cloud says of the node: parts of the collector's answer. */
export interface CloudFacts {
  readonly data: Partial<Omit<CloudData, 'provider' | 'from'>>;
  readonly missing: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, Context>>;
}

export type Probe =
  /** Nobody answered in time. */
  | { readonly state: 'silent'; readonly why: string }
  /** Somebody answered, and not as this cloud does: another cloud, a proxy, a captive portal, or a service that was turned off. */
  | { readonly state: 'foreign'; readonly why: string }
  /** The service of this cloud: its answer has what only it writes. */
  | { readonly state: 'own'; readonly read: () => Promise<CloudFacts> };

/** One cloud as a node meets it. */
export interface CloudService {
  readonly provider: Provider;
  /** Asks whether this cloud is there. Nothing but an answer in its own format counts. */
  readonly probe: (asking: Asking) => Promise<Probe>;
}
