/** An object that was written by server-side apply, with who owns which key of its data. */
export interface Applied {
  readonly data: Readonly<Record<string, string>>;
  readonly owners: Readonly<Record<string, string>>;
}

/** Values of a ConfigMap together, as ValidateConfigMap of Kubernetes counts them. */
const MAX_DATA = 1_048_576;

/** Server-side apply of a ConfigMap, as far as its data goes: what another manager owns is a conflict, what we no longer name goes. */
export function applied(written: Map<string, Applied>, url: URL, type: string, body: string): [number, object] {
  const status = (code: number, reason: string, message: string, details = {}): [number, object] => [
    code,
    { kind: 'Status', status: 'Failure', code, reason, message, details },
  ];
  const manager = url.searchParams.get('fieldManager');
  if (type !== 'application/apply-patch+yaml') return status(415, 'UnsupportedMediaType', 'no apply patch');
  if (manager === null) return status(400, 'BadRequest', 'who owns the fields?');
  if (url.pathname.startsWith('/api/v1/namespaces/absent/'))
    return status(404, 'NotFound', 'namespaces "absent" not found');
  const { kind, apiVersion, metadata, data } = JSON.parse(body) as Record<string, unknown> & { data: Applied['data'] };
  if (kind !== 'ConfigMap' || apiVersion !== 'v1' || metadata === undefined)
    return status(400, 'BadRequest', 'no ConfigMap');
  const size = Object.values(data).reduce((sum, value) => sum + Buffer.byteLength(value), 0);
  if (size > MAX_DATA) return status(422, 'Invalid', `data: Too long: may not be more than ${MAX_DATA} bytes`);
  const before = written.get(url.pathname) ?? { data: {}, owners: {} };
  const taken = Object.keys(data).filter(
    (key) => (before.owners[key] ?? manager) !== manager && before.data[key] !== data[key],
  );
  if (taken.length > 0 && url.searchParams.get('force') !== 'true')
    return status(409, 'Conflict', `Apply failed with ${taken.length} conflict`, {
      causes: taken.map((key) => ({
        reason: 'FieldManagerConflict',
        message: `conflict with "${before.owners[key]}" using v1`,
        field: `.data.${key}`,
      })),
    });
  const kept = Object.entries(before.data).filter(([key]) => before.owners[key] !== manager);
  written.set(url.pathname, {
    data: { ...Object.fromEntries(kept), ...data },
    owners: { ...before.owners, ...Object.fromEntries(Object.keys(data).map((key) => [key, manager])) },
  });
  return [200, { kind, metadata }];
}
