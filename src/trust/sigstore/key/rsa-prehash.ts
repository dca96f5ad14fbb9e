import { constants, createHash, type KeyObject, publicDecrypt } from 'node:crypto';

type Hash = 'sha256' | 'sha384' | 'sha512';

/** DigestInfo up to the digest itself (RFC 8017, section 9.2, note 1). */
const digestInfos: Readonly<Record<Hash, string>> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};

/** Whether an RSASSA-PKCS1-v1_5 signature is over content with this digest: the whole encoded message is compared (RFC 8017, section 8.2.2). */
export function isPkcs1OverDigest(key: KeyObject, hash: Hash, digest: Uint8Array, signature: Uint8Array): boolean {
  const encoded = encodedMessageOf(key, signature);
  if (encoded === undefined) return false;
  const info = Buffer.concat([Buffer.from(digestInfos[hash], 'hex'), digest]);
  const padding = Buffer.alloc(Math.max(encoded.length - info.length - 3, 0), 0xff);
  return Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), info]).equals(encoded);
}

/** Whether an RSASSA-PSS signature, its salt as long as the hash, is over content with this digest (RFC 8017, sections 8.1.2 and 9.1.2). */
export function isPssOverDigest(key: KeyObject, hash: Hash, digest: Uint8Array, signature: Uint8Array): boolean {
  const encoded = encodedMessageOf(key, signature);
  const bits = (key.asymmetricKeyDetails?.modulusLength ?? 0) - 1;
  if (encoded === undefined) return false;
  // The encoded message has one bit less than the modulus, so its first byte may be left over.
  const spare = encoded.length - Math.ceil(bits / 8);
  const message = encoded.subarray(spare);
  const [dataLength, highBits] = [message.length - digest.length - 1, 8 * message.length - bits];
  if (dataLength < digest.length + 1 || message.at(-1) !== 0xbc || encoded.subarray(0, spare).some((byte) => byte !== 0)) return false;
  const [masked, check] = [message.subarray(0, dataLength), message.subarray(dataLength, -1)];
  if ((masked[0] ?? 0) >> (8 - highBits) !== 0) return false;
  const data = xor(masked, maskOf(hash, check, dataLength));
  data[0] = (data[0] ?? 0) & (0xff >> highBits);
  const salt = data.subarray(-digest.length);
  const padding = Buffer.concat([Buffer.alloc(dataLength - digest.length - 1), Buffer.from([1])]);
  if (!data.subarray(0, -digest.length).equals(padding)) return false;
  return createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest().equals(check);
}

/** RSAVP1 (RFC 8017, section 5.2.2); `undefined` for a number that cannot be a signature by the key. */
function encodedMessageOf(key: KeyObject, signature: Uint8Array): Buffer | undefined {
  if (signature.length * 8 < (key.asymmetricKeyDetails?.modulusLength ?? Infinity)) return undefined;
  try {
    return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  } catch {
    return undefined;
  }
}

/** MGF1 (RFC 8017, appendix B.2.1). */
function maskOf(hash: Hash, seed: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let counter = 0; counter * seed.length < length; counter++) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    blocks.push(createHash(hash).update(seed).update(number).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function xor(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)));
}
