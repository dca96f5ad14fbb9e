import { ASN1Obj } from '@sigstore/core';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';

const scryptOid = '1.3.6.1.4.1.11591.4.11';

/**
 * Throws KEY_UNUSABLE when opening an encrypted PKCS #8 key would take longer than the bounds allow. The numbers in its algorithm are rounds and
 * lengths (PBES1 and PBKDF2: RFC 8018, appendix A) or the cost of scrypt (RFC 7914, section 7), so each is held to the bound of its kind.
 */
export function boundKeyDerivation(der: Uint8Array, what: string): void {
  const [algorithm] = parse(der, what).subs;
  const [N = 0, r = 0, p = 0] = algorithm === undefined ? [] : integersOf(algorithm);
  if (algorithm !== undefined && oidsOf(algorithm).includes(scryptOid)) {
    const isBounded = N <= limits.scryptCost && r * p <= limits.scryptBlockParallelism && 128 * N * r <= limits.scryptMemoryBytes;
    if (!isBounded) throw new PratiqueError('KEY_UNUSABLE', `${what}: scrypt with N=${N}, r=${r}, p=${p} is not computed`);
    return;
  }
  const rounds = algorithm === undefined ? 0 : Math.max(0, ...integersOf(algorithm));
  if (rounds > limits.keyDerivationRounds)
    throw new PratiqueError('KEY_UNUSABLE', `${what}: ${rounds} rounds of key derivation are more than ${limits.keyDerivationRounds}`);
}

function parse(der: Uint8Array, what: string): ASN1Obj {
  try {
    return ASN1Obj.parseBuffer(Buffer.from(der));
  } catch (cause) {
    throw new PratiqueError('KEY_UNUSABLE', `${what} is not an encrypted private key`, { cause });
  }
}

/** In the order they stand in; scrypt's salt is bytes, so its numbers come first. */
function integersOf(node: ASN1Obj): number[] {
  // The library looks for more inside of octet strings; a salt is none.
  if (node.tag.isUniversal() && node.tag.isOctetString()) return [];
  if (node.tag.isUniversal() && node.tag.isInteger()) return [node.value.length > 6 ? Number.MAX_SAFE_INTEGER : Number(node.toInteger())];
  return node.subs.flatMap(integersOf);
}

function oidsOf(node: ASN1Obj): string[] {
  if (node.tag.isUniversal() && node.tag.isOID()) return [node.toOID()];
  return node.subs.flatMap(oidsOf);
}
