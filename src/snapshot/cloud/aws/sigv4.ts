import { createHmac } from 'node:crypto';
import { sha256 } from '../../../hash.ts';
import { compareText } from '../../../plain.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface ToSign {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly region: string;
  /** Name of the service in the scope, e.g. `eks`. */
  readonly service: string;
  /** Time of the request, `20150830T123600Z`: within five minutes of AWS's own. */
  readonly date: string;
  readonly credentials: AwsCredentials;
}

/**
 * The headers that sign a request to AWS (Signature Version 4), host left out: whoever sends it, writes it.
 *
 * Path segments are encoded once, which is right where they hold unreserved characters only, as names of clusters do.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signAws({ method, url, body = '', region, service, date, credentials }: ToSign): {
  readonly [header: string]: string;
} {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const { host, pathname, searchParams } = new URL(url);
  const signed: readonly (readonly [string, string])[] = [
    ['host', host],
    ['x-amz-date', date],
    ...(sessionToken === undefined ? [] : [['x-amz-security-token', sessionToken] as const]),
  ];
  const names = signed.map(([name]) => name).join(';');
  const canonical = [
    method,
    pathname,
    canonicalQuery(searchParams),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    sha256(body),
  ].join('\n');

  const day = date.slice(0, 8);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`).toString('hex');
  return {
    ...Object.fromEntries(signed.filter(([name]) => name !== 'host')),
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const canonicalQuery = (params: URLSearchParams): string =>
  [...params]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort(compareText)
    .join('&');

/** All but unreserved characters (RFC 3986). */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
