import { crc32 } from 'node:zlib';
import { type StructureCheck } from '../secret-rule.ts';

/**
 * Tokens of GitHub and npm end with six characters that are the CRC-32 of the characters before, in base 62. GitHub's longer tokens have no published
 * checksum. "Behind GitHub's new authentication token formats", github.blog, 2021.
 */
export const crcOfToken: StructureCheck = (value) => {
  const random = value.slice(value.indexOf('_') + 1);
  if (random.length !== randomCharacters + checksumCharacters) return { is: 'valid' };
  return checksumOf(random.slice(0, randomCharacters)) === random.slice(randomCharacters)
    ? { is: 'valid', note: 'its checksum is valid' }
    : { is: 'doubtful', note: 'its checksum is wrong: it is made up or damaged' };
};

/** Six characters. */
export function checksumOf(random: string): string {
  let rest = crc32(random);
  let digits = '';
  for (; rest > 0; rest = Math.floor(rest / base62.length)) digits = base62[rest % base62.length]! + digits;
  return digits.padStart(checksumCharacters, '0');
}

const randomCharacters = 30;
const checksumCharacters = 6;
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
