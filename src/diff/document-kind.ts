import { isPlainMap } from '../plain.ts';
import { API_VERSION } from '../recipe/document.ts';

/** What rules know of. */
export const DOCUMENT_KINDS = ['Snapshot', 'Cluster', 'ResolvedRecipe', 'Kubernetes', 'other'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** What a document is, by its header; `Kubernetes` for any object with apiVersion and kind that is not of ours. */
export function documentKind(value: unknown): DocumentKind {
  if (!isPlainMap(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return 'other';
  if (value.apiVersion !== API_VERSION) return 'Kubernetes';
  const { kind } = value;
  return DOCUMENT_KINDS.slice(0, 3).find((one) => one === kind) ?? 'other';
}

/** First key of the patterns for Kubernetes objects. */
export const kubeKind = (value: unknown): string =>
  isPlainMap(value) && typeof value.kind === 'string' ? value.kind : '';
