import * as asn1js from 'asn1js';

/** One item of BER or DER and nothing after it. Throws a plain Error. */
export function parseAsn1(bytes: Uint8Array): asn1js.BaseBlock {
  const { offset, result } = asn1js.fromBER(bytes);
  if (offset !== bytes.length) throw new Error(result.error === '' ? 'something follows the ASN.1' : `not ASN.1: ${result.error}`);
  return result;
}

/** What is inside of a sequence, set or context tag; throws a plain Error on what has no inside. */
export function childrenOf(block: asn1js.BaseBlock | undefined): readonly asn1js.BaseBlock[] {
  if (!(block instanceof asn1js.Constructed)) throw new Error('a value is not built as its type wants it');
  return block.valueBlock.value;
}
