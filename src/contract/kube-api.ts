/** One kind of object as the API server lists it. */
export interface KubeKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural name in lower case, e.g. `nodes`. */
  readonly resource: string;
}

export interface ListOptions {
  readonly namespace?: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
  /** Names, labels and annotations only: the server leaves the rest out (PartialObjectMetadata). @default false */
  readonly metadataOnly?: boolean;
  /** Objects a page. @default 500 */
  readonly pageSize?: number;
}

/** An object as it came: nothing about it is sure but that it is a map. */
export type KubeObjectData = Readonly<Record<string, unknown>>;

/** The API server answered, and the answer is no. */
export class KubeRefusal extends Error {
  override readonly name = 'KubeRefusal';
  /** HTTP status. */
  readonly status: number;
  /** `reason` of the Status object, e.g. `Forbidden`. */
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

/** A Kubernetes API server, as collectors see it: read only. Throttling (429) and expired pages (410) are handled behind it. */
export interface KubeApi {
  /** Address of the server, without credentials. */
  readonly server: string;
  /** GET of a path, e.g. `/version`. @throws KubeRefusal */
  get(path: string): Promise<KubeObjectData>;
  /**
   * All objects of a kind, page by page: a caller that keeps what it needs of each page never holds a whole list.
   *
   * A list that expired in the middle (410) is begun anew: then a page comes with `restarted`, and what came before is void.
   *
   * @throws KubeRefusal with status 404 where the server has no such kind, 403 where it is not allowed
   */
  list(kind: KubeKind, options?: ListOptions): AsyncIterable<KubePage>;
}

export interface KubePage {
  readonly items: readonly KubeObjectData[];
  /** True for the first page after an expired list: forget the pages before. */
  readonly restarted: boolean;
  /** How many objects the server says come after this page, where it says so. */
  readonly remaining?: number;
}
