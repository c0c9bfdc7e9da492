import type { KubeApi, KubeKind, KubeObjectData } from '../../contract/kube-api.ts';

export interface ApplyOptions {
  /** Who owns the fields afterwards. */
  readonly fieldManager: string;
  /** Take fields that somebody else owns. @default false */
  readonly force?: boolean;
}

/** An API server that may also be written to: one object at a time, by server-side apply. */
export interface Cluster extends KubeApi {
  /** Where its address was read, for errors, e.g. `context "prod" of /home/ada/.kube/config`. */
  readonly where: string;
  /** @throws KubeRefusal with status 409 and who owns what, where somebody else owns a field */
  apply(kind: KubeKind, object: NamespacedObject, options: ApplyOptions): Promise<KubeObjectData>;
  /** Ends connections that are kept open, and what is still asked. */
  close(): void;
}

export interface NamespacedObject extends KubeObjectData {
  readonly metadata: { readonly namespace: string; readonly name: string };
}
