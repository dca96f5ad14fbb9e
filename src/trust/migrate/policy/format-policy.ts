import { stringify } from 'yaml';
import { type PolicyStatement, toYamlStatement } from './policy-terms.ts';

/** A whole `pratique.yaml` with these statements. Root keys that are not known before the first signature have a comment in their place. */
export function formatPolicy(statements: readonly PolicyStatement[]): string {
  const images = statements.map(toYamlStatement);
  const text = stringify({ version: 1, trust: { images } }, { lineWidth: 0, aliasDuplicateObjects: false });
  return `${headOf(statements)}${text.replaceAll('rootKeys: []', 'rootKeys: [] # known after signing')}`;
}

function headOf(statements: readonly PolicyStatement[]): string {
  const lines = ['# Replaces Docker Content Trust; written by pratique trust migrate apply.'];
  if (statements.some(({ terms }) => terms.notary !== undefined))
    lines.push('# notary binds each tag to its digest. Renew the timestamp before it expires: pratique trust repo renew REPOSITORY');
  if (statements.some(({ terms }) => terms.notary === undefined))
    lines.push(
      '# Without notary, signatures cover an image but not its tag:',
      '# an older signed image under the tag passes. Deploy by digest.',
    );
  return `${lines.join('\n')}\n`;
}
