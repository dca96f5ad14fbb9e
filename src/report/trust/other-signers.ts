/** Names that are listed before the rest is counted. */
const maxNames = 5;

/** One line on signatures or attestations of other signers beside a trusted one. Those without a name come last. */
export function describeOtherSigners(signedBy: readonly string[], what: 'signature' | 'attestation'): string {
  const names = [...new Set(signedBy)].sort((a, b) => Number(a.startsWith('an ')) - Number(b.startsWith('an ')));
  const more = names.length > maxNames ? ` and ${names.length - maxNames} more` : '';
  const noun = `other ${what}${signedBy.length === 1 ? '' : 's'}`;
  return `${signedBy.length} ${noun}, not by a trusted signer: ${names.slice(0, maxNames).join(', ')}${more}`;
}
