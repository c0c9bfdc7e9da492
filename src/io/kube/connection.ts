import type { Agent } from 'node:http';

/** What every request to an API server carries. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** Holds certificates, the proxy and open connections. */
  readonly agent: Agent;
}

/** How one API server is reached. What is secret is only in what `credentials` returns. */
export interface Connection {
  /** Address with its path and without user and password, e.g. `https://10.0.0.1:6443`. */
  readonly server: string;
  /** Where that was read, for errors, e.g. `context "prod" of /home/ada/.kube/config`. */
  readonly where: string;
  /**
   * @param fresh the server did not accept the ones before: ask for new ones
   * @throws CnsError `CLUSTER_UNREACHABLE`
   */
  credentials(fresh: boolean): Promise<Credentials>;
  close(): void;
}
