/** One part of a multi-part message. */
export interface MimePart {
  readonly contentType: string;
  readonly text: string;
}

const BOUNDARY = 'cns-part';

/** User data of several parts, as cloud-init reads it. Text only, so that a person can read it too. */
export const mime = (parts: readonly MimePart[]): string =>
  [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    '',
    ...parts.flatMap(({ contentType, text }) => [
      `--${BOUNDARY}`,
      `Content-Type: ${contentType}; charset="us-ascii"`,
      '',
      text.trimEnd(),
      '',
    ]),
    `--${BOUNDARY}--`,
    '',
  ].join('\n');
