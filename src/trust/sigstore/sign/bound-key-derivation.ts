import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type DerElement, readDer, readElements, readMembers } from '../../x509/der-reader.ts';
import { derTags } from '../../x509/der-tags.ts';
import { readObjectIdentifier } from '../../x509/der-values.ts';

const scryptOid = '1.3.6.1.4.1.11591.4.11';

/**
 * Throws KEY_UNUSABLE when opening an encrypted PKCS #8 key would take longer than the bounds allow. The numbers in its algorithm are rounds and
 * lengths (PBES1 and PBKDF2: RFC 8018, appendix A) or the cost of scrypt (RFC 7914, section 7), so each is held to the bound of its kind.
 */
export function boundKeyDerivation(der: Buffer, what: string): void {
  const { oids, integers } = readAlgorithm(der, what);
  if (oids.includes(scryptOid)) {
    const [N = 0, r = 0, p = 0] = integers;
    const isBounded = N <= limits.scryptCost && r * p <= limits.scryptBlockParallelism && 128 * N * r <= limits.scryptMemoryBytes;
    if (!isBounded) throw new PratiqueError('KEY_UNUSABLE', `${what}: scrypt with N=${N}, r=${r}, p=${p} exceeds the limit`);
    return;
  }
  const rounds = Math.max(0, ...integers);
  if (rounds > limits.keyDerivationRounds)
    throw new PratiqueError(
      'KEY_UNUSABLE',
      `${what}: ${rounds} rounds of key derivation exceed the limit of ${limits.keyDerivationRounds}`,
    );
}

interface Algorithm {
  readonly oids: readonly string[];
  /** In their order; those of more than six octets count as endless. */
  readonly integers: readonly number[];
}

/** EncryptedPrivateKeyInfo begins with the algorithm (RFC 5958, section 3). */
function readAlgorithm(der: Buffer, what: string): Algorithm {
  try {
    const [algorithm] = readMembers(readDer(der), derTags.sequence);
    const leaves = algorithm === undefined ? [] : leavesOf(algorithm);
    const integers = leaves.filter(({ tag }) => tag === derTags.integer).map(({ content }) => readNumber(content));
    const oids = leaves.filter(({ tag }) => tag === derTags.objectIdentifier).map(readObjectIdentifier);
    return { oids, integers };
  } catch (cause) {
    throw new PratiqueError('KEY_UNUSABLE', `${what} is not an encrypted private key`, { cause });
  }
}

function leavesOf(element: DerElement): readonly DerElement[] {
  return element.tag === derTags.sequence ? readElements(element.content).flatMap(leavesOf) : [element];
}

function readNumber(content: Buffer): number {
  return content.length > 6 ? Number.MAX_SAFE_INTEGER : content.length === 0 ? 0 : content.readUIntBE(0, content.length);
}
