/** What Helm sends when it stores a release: a Secret in Kubernetes' protobuf envelope. */
export interface DecodedSecret extends Record<string, unknown> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly data: Readonly<Record<string, string>>;
  readonly type: string;
}

type Field = readonly [number: number, bytes: Buffer];

/**
 * Reads `k8s\0` + runtime.Unknown{typeMeta, raw: Secret}. Field numbers are those of Kubernetes' generated.proto files.
 *
 * @throws Error for any other kind
 */
export function decodeSecret(bytes: Buffer): DecodedSecret {
  if (bytes.subarray(0, 4).toString('latin1') !== 'k8s\0') throw new Error('not the protobuf envelope of Kubernetes');
  const envelope = fields(bytes.subarray(4));
  const [apiVersion, kind] = fields(one(envelope, 1)).map(([, value]) => value.toString());
  if (apiVersion !== 'v1' || kind !== 'Secret') throw new Error(`a ${kind}, not a Secret`);
  const secret = fields(one(envelope, 2));
  const metadata = fields(one(secret, 1));
  return {
    apiVersion,
    kind,
    metadata: { name: one(metadata, 1).toString(), labels: map(metadata, 11, 'utf8') },
    data: map(secret, 2, 'base64'),
    type: one(secret, 3).toString(),
  };
}

const one = (all: readonly Field[], wanted: number): Buffer =>
  all.find(([number]) => number === wanted)?.[1] ?? Buffer.alloc(0);

const map = (all: readonly Field[], wanted: number, encoding: BufferEncoding): Record<string, string> =>
  Object.fromEntries(
    all
      .filter(([number]) => number === wanted)
      .map(([, entry]) => [one(fields(entry), 1).toString(), one(fields(entry), 2).toString(encoding)]),
  );

/** The length-delimited fields of a message; numbers are passed over. */
function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    if (tag % 8 === 0) varint();
    else if (tag % 8 === 2) {
      const length = varint();
      found.push([Math.floor(tag / 8), message.subarray(at, at + length)]);
      at += length;
    } else throw new Error(`wire type ${tag % 8} is not known here`);
  }
  return found;
}
