import { decodeBase64 } from '../../../lib/bytes/decode-base64.ts';

export interface PemBlock {
  readonly label: string;
  readonly der: Buffer;
}

/** The blocks of a text that is only PEM (RFC 7468, section 3, without headers); `undefined` for every other text. */
export function decodePem(text: string): readonly PemBlock[] | undefined {
  const blocks: PemBlock[] = [];
  let rest = text.replaceAll('\r\n', '\n').trim();
  while (rest !== '') {
    const match = /^-----BEGIN ([A-Z0-9 ]{1,40})-----\n([A-Za-z0-9+/=\n]+)\n-----END \1-----(?:\n|$)/.exec(rest);
    const [whole, label, base64] = match ?? [];
    const der = base64 === undefined ? undefined : decodeBase64(base64.replaceAll('\n', ''));
    if (whole === undefined || label === undefined || der === undefined) return undefined;
    blocks.push({ label, der });
    rest = rest.slice(whole.length).trimStart();
  }
  return blocks;
}
