import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** DER: tag, length, content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value, 'latin1'));
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
const name = (common: string): Buffer => sequence(der(0x31, sequence(oid('550403'), text(0x0c, common))));
const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));

export interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** A self-signed certificate of 127.0.0.1 and api.example (RFC 5280), for as long as a test runs and a day before and after. */
export function selfSigned(common = 'cnsctl test'): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = (offset: number): Buffer => {
    const time = new Date(Date.now() + offset * 86_400_000).toISOString();
    return text(0x17, `${time.slice(2, 4)}${time.slice(5, 7)}${time.slice(8, 10)}000000Z`);
  };
  const serial = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 8);
  serial[0] = 0x40;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ECDSA_SHA256,
    name(common),
    sequence(day(-1), day(2)),
    name(common),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        extension('551d13', true, sequence(der(0x01, Buffer.from([0xff])))),
        extension('551d11', false, sequence(der(0x87, Buffer.from([127, 0, 0, 1])), text(0x82, 'api.example'))),
      ),
    ),
  );
  return {
    cert: pem('CERTIFICATE', signed(body, privateKey)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const signed = (body: Buffer, key: KeyObject): Buffer =>
  sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), sign('sha256', body, key)));

const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replaceAll(/.{64}/g, '$&\n').trim()}\n-----END ${label}-----\n`;
