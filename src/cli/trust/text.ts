import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type Publication } from '../../trust/notary/publish/publish-edited.ts';
import { type DockerTrustInspection } from '../../trust/notary/operation/inspect-repository.ts';
import { formatTable } from '../database-status-text.ts';

/** Published versions: `targets 3, targets/releases 2`. */
export function describeVersions({ versions }: Publication): string {
  return versions.size === 0
    ? 'nothing to publish, already up to date'
    : [...versions].map(([role, version]) => `${role} ${version}`).join(', ');
}

/** `docker trust inspect`, byte for byte: four blanks a level, a line break at the end. */
export function formatDockerInspections(inspections: readonly DockerTrustInspection[]): string {
  return `${escapeForGo(JSON.stringify(inspections, undefined, 4))}\n`;
}

/** Go's encoder, which Docker uses, writes these as escapes (encoding/json, HTMLEscape). */
function escapeForGo(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `docker trust inspect --pretty` (docker/cli, cli/command/trust/inspect_pretty.go). */
export function* formatDockerPretty({ Name = '', SignedTags, Signers, AdministrativeKeys }: DockerTrustInspection): Generator<string> {
  const name = escapeControl(Name);
  if (SignedTags.length === 0) yield `\nNo signatures for ${name}\n\n`;
  else {
    yield `\nSignatures for ${name}\n\n`;
    yield* formatGoTable(['SIGNED TAG', 'DIGEST', 'SIGNERS'], SignedTags.map(({ SignedTag, Digest, Signers: by }) => [SignedTag, Digest, [...by].sort().join(', ')]));
  }
  if (Signers.length > 0) {
    yield `\nList of signers and their keys for ${name}\n\n`;
    yield* formatGoTable(['SIGNER', 'KEYS'], Signers.map((signer) => [signer.Name, (signer.Keys ?? []).map(({ ID }) => ID.slice(0, 12)).sort().join(', ')]));
  }
  yield `\nAdministrative keys for ${name}\n\n`;
  for (const { Name: role, Keys = [] } of [...AdministrativeKeys].reverse())
    for (const { ID } of Keys) yield `  ${role} Key:\t${ID}\n`;
} // prettier-ignore

/** text/tabwriter as Docker sets it up: cells of at least ten characters, three blanks between. */
function* formatGoTable(head: readonly string[], rows: readonly (readonly string[])[]): Generator<string> {
  const cells = [head, ...rows.map((row) => row.map(escapeControl))];
  const widths = head.map((_, column) => Math.max(10, ...cells.map((row) => (row[column] ?? '').length + 3)));
  for (const row of cells) yield `${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('')}\n`;
} // prettier-ignore

/** `1 key`, `2 keys`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;
}

/** Rows under a head in capitals; `(none)` instead of nothing. */
export function* formatRows(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): Generator<string> {
  if (rows.length === 0) yield '(none)\n';
  else yield* formatTable([head, ...rows], right);
}

export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
