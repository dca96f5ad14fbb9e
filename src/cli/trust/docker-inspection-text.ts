import { compareNatural } from '../../lib/text/compare-natural.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { repositoryAdmin, type DockerTrustInspection } from '../../trust/notary/operation/inspect-repository.ts';

/** `docker trust inspect`, byte for byte: four blanks a level, a line break at the end. */
export function formatDockerInspections(inspections: readonly DockerTrustInspection[]): string {
  return `${escapeForGo(JSON.stringify(inspections, undefined, 4))}\n`;
}

/** Go's encoder, which Docker uses, writes these as escapes (encoding/json, HTMLEscape). */
function escapeForGo(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `docker trust inspect --pretty`, byte for byte (docker/cli, trust/inspect_pretty.go). Control characters are escaped, which Docker does not do. */
export function* formatDockerPretty({ Name = '', SignedTags, Signers, AdministrativeKeys }: DockerTrustInspection): Generator<string> {
  const name = escapeControl(Name);
  if (SignedTags.length === 0) yield `\nNo signatures for ${name}\n\n`;
  else {
    yield `\nSignatures for ${name}\n\n`;
    yield* formatGoTable(['SIGNED TAG', 'DIGEST', 'SIGNERS'], SignedTags.map(({ SignedTag, Digest, Signers: by }) => [SignedTag, Digest, describeSigners(by)]));
  }
  if (Signers.length > 0) {
    yield `\nList of signers and their keys for ${name}\n\n`;
    const sorted = [...Signers].sort((one, other) => compareNatural(one.Name, other.Name));
    yield* formatGoTable(['SIGNER', 'KEYS'], sorted.map((signer) => [signer.Name, (signer.Keys ?? []).map(({ ID }) => ID.slice(0, 12)).sort().join(', ')]));
  }
  yield `\nAdministrative keys for ${name}\n\n`;
  for (const { Name: role, Keys = [] } of [...AdministrativeKeys].reverse())
    yield `  ${role} Key:\t${Keys.map(({ ID }) => ID).sort().join(', ')}\n`;
} // prettier-ignore

/** In parentheses when it stands for no signer. */
function describeSigners(signers: readonly string[]): string {
  return signers.length === 1 && signers[0] === repositoryAdmin ? `(${repositoryAdmin})` : [...signers].sort().join(', ');
}

/** text/tabwriter as Docker uses it: cells of at least ten characters, three blanks between. */
function* formatGoTable(head: readonly string[], rows: readonly (readonly string[])[]): Generator<string> {
  const cells = [head, ...rows.map((row) => row.map(escapeControl))];
  const widthOf = (cell = ''): number => Array.from(cell).length;
  const widths = head.map((_, column) => Math.max(10, ...cells.map((row) => widthOf(row[column]) + 3)));
  const pad = (cell: string, width = 0): string => `${cell}${' '.repeat(width - widthOf(cell))}`;
  for (const row of cells) yield `${row.map((cell, column) => (column === row.length - 1 ? cell : pad(cell, widths[column]))).join('')}\n`;
}
