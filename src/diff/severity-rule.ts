import type { Severity } from './difference.ts';

/** What a difference at a place means. */
export interface SeverityRule {
  /** Pattern of the place. In Kubernetes objects its first key is the kind. */
  readonly at: string;
  readonly severity: Severity;
  readonly reason: string;
}
