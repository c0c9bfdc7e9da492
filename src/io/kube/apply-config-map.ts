import { KubeRefusal } from '../../contract/kube-api.ts';
import { CnsError } from '../../errors.ts';
import type { Cluster } from './cluster.ts';

export interface ConfigMapOutput {
  readonly namespace: string;
  readonly name: string;
  readonly format: 'yaml' | 'json';
  /** The whole document. */
  readonly text: string;
  /** When it was taken, as RFC 3339 writes it. */
  readonly timestamp: string;
  /** Take the fields from whoever owns them. @default false */
  readonly force?: boolean;
}

/**
 * What the API server takes: the values of `data` together, not their keys and nothing else of the object.
 * `MaxSecretSize` in pkg/apis/core/types.go of kubernetes, which `ValidateConfigMap` counts by. Unit: bytes.
 */
export const MAX_DATA_BYTES = 1_048_576;

/** Who owns the fields of the ConfigMap. */
const FIELD_MANAGER = 'cnsctl';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' } as const;

/**
 * Writes a document into a ConfigMap, by server-side apply: keys `snapshot.yaml` or `snapshot.json`, `format` and `timestamp`. Other keys
 * that other people put there stay; that of the other format goes, as we no longer say that we want it.
 *
 * @throws CnsError `LIMIT_EXCEEDED` before anything is sent; `PATH_REFUSED` when the server does not take it, with who owns the fields
 */
export async function applyConfigMap(
  cluster: Cluster,
  { namespace, name, format, text, timestamp, force = false }: ConfigMapOutput,
): Promise<void> {
  const data = { [`snapshot.${format}`]: text, format, timestamp };
  const bytes = Object.values(data).reduce((sum, value) => sum + Buffer.byteLength(value), 0);
  const address = `cm://${namespace}/${name}`;
  if (bytes > MAX_DATA_BYTES)
    throw new CnsError({
      code: 'LIMIT_EXCEEDED',
      message: `${address}: the data has ${bytes} bytes, and a ConfigMap holds at most ${MAX_DATA_BYTES}`,
      hint: 'take less with --filter or --exclude, or write to a file with -o',
    });
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, data };
  try {
    await cluster.apply(CONFIG_MAPS, object, { fieldManager: FIELD_MANAGER, force });
  } catch (error) {
    throw error instanceof KubeRefusal ? refused(error, address, namespace) : error;
  }
}

function refused({ status, message }: KubeRefusal, address: string, namespace: string): CnsError {
  const hints: Readonly<Record<number, string>> = {
    403: `bind that rule to whoever runs this, in the namespace ${namespace}`,
    404: `kubectl create namespace ${namespace}`,
    409: 'choose another name, or let its owner give the fields up',
  };
  const hint = hints[status];
  return new CnsError({
    code: 'PATH_REFUSED',
    message: `${address} was not written: ${message}`,
    ...(hint === undefined ? {} : { hint }),
  });
}
