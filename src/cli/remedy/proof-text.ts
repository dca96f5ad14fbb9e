import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { severities } from '../../model/severity.ts';
import { type Proof, type ProofFinding } from '../../remedy/proof.ts';

/** What was predicted and what was measured, with the findings that differ. */
export function* proofLines(proof: Proof, width: number, heading?: string): Iterable<string> {
  const { before, after, predicted, measured, remaining, besides, introduced } = proof;
  const isWhole = remaining.length === 0;
  const verdict = isWhole ? 'PROVED' : 'NOT PROVED';
  yield heading === undefined ? `\n${verdict}  predicted −${predicted}, measured −${measured}\n\n` : `\n${heading}  −${measured}\n\n`;
  const shown = severities.filter((severity) => before.bySeverity[severity] + after.bySeverity[severity] > 0);
  const row = (name: string, cells: readonly (number | string)[]): string => `${name.padEnd(8)}${cells.map((cell) => String(cell).padStart(12)).join('')}\n`;
  yield row('', [...shown, 'all']);
  yield row('before', [...shown.map((severity) => before.bySeverity[severity]), before.all]);
  yield row('after', [...shown.map((severity) => after.bySeverity[severity]), after.all]);
  yield* list('Predicted to go, and still there:', remaining, width);
  if (heading === undefined) yield* list('Gone besides:', besides, width);
  yield* list('New:', introduced, width);
} // prettier-ignore

const maxListed = 10;

function* list(title: string, findings: readonly ProofFinding[], width: number): Iterable<string> {
  if (findings.length === 0) return;
  yield `\n${title}\n`;
  for (const { id, package: name, version, fixedVersion } of findings.slice(0, maxListed)) {
    const fixed = fixedVersion === undefined ? '' : `, fixed in ${fixedVersion}`;
    yield `${wrapWords(escapeControl(`${id}  ${name}${version === undefined ? '' : ` ${version}`}${fixed}`), width, '  ', '    ').join('\n')}\n`;
  }
  if (findings.length > maxListed) yield `  and ${findings.length - maxListed} more\n`;
}
