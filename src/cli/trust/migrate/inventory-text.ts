import { escapeControl } from '../../../lib/terminal/escape-control.ts';
import { type Issue } from '../../../model/issue.ts';
import { type InventoryFinding } from '../../../trust/migrate/inventory/inventory-finding.ts';
import { type Inventory } from '../../../trust/migrate/inventory/take-inventory.ts';
import { type TrustDirectory } from '../../../trust/migrate/inventory/read-trust-directory.ts';
import { count } from '../text.ts';

/** For people: each place with what it means and what to do, then trust directories, then what could not be scanned. */
export function* formatInventory(inventory: Inventory, now: Date): Generator<string> {
  for (const finding of inventory.findings) {
    yield `${escapeControl(placeOf(finding))}  ${escapeControl(finding.holder)}\n`;
    yield `    ${escapeControl(finding.sets)}\n    ${escapeControl(finding.meaning)}\n    → ${escapeControl(finding.action)}\n\n`;
  }
  for (const directory of inventory.trustDirectories) yield* formatDirectory(directory, now);
  for (const { server, guns } of inventory.servers ?? []) {
    yield `${escapeControl(server)}  Notary server, ${count(guns.length, 'repository', 'repositories')}\n`;
    for (const gun of guns) yield `    ${escapeControl(gun)}\n`;
    yield '\n';
  }
  yield* formatIssues(inventory.issues);
  yield `${summaryOf(inventory)}\n`;
}

/** For a page: a table of places and one of trust directories. */
export function* formatInventoryMarkdown(inventory: Inventory, now: Date): Generator<string> {
  yield `# Where Docker Content Trust is in use\n\n${summaryOf(inventory)}\n`;
  if (inventory.findings.length > 0) yield '\n| place | in | sets | means | do |\n|---|---|---|---|---|\n';
  for (const finding of inventory.findings)
    yield markdownRow([`\`${placeOf(finding)}\``, finding.holder, `\`${finding.sets}\``, finding.meaning, finding.action]);
  for (const { path, keys, collections } of inventory.trustDirectories) {
    yield `\n## Trust directory ${markdownCell(path)}\n\n${keys.length} private keys, ${collections.length} collections\n`;
    if (keys.length > 0) yield '\n| role | collection | key |\n|---|---|---|\n';
    for (const { role, gun, keyId } of keys) yield markdownRow([role, gun ?? '', `\`${keyId}\``]);
    if (collections.length > 0) yield '\n| collection | role | version | cached metadata expires |\n|---|---|---|---|\n';
    for (const { gun, roles } of collections)
      for (const { role, version, expires } of roles) yield markdownRow([gun, role, String(version ?? ''), describeExpiry(expires, now)]);
  }
  for (const { server, guns } of inventory.servers ?? []) {
    yield `\n## Notary server ${markdownCell(server)}\n\n`;
    for (const gun of guns) yield `- \`${escapeControl(gun).replaceAll('`', "'")}\`\n`;
  }
  if (inventory.issues.length > 0) yield '\n## Not scanned\n\n';
  for (const { path, message } of inventory.issues)
    yield `- ${path === undefined ? '' : `${markdownCell(path)}: `}${markdownCell(message)}\n`;
}

/** For programs. Dates are ISO 8601; absent members are unknown. */
export function formatInventoryJson({ findings, trustDirectories, servers = [], issues, looked }: Inventory, now: Date): string {
  return `${JSON.stringify({ schemaVersion: 1, takenAt: now, findings, trustDirectories, servers, issues, looked }, undefined, 2)}\n`;
}

/** `path:line`, which editors understand. */
export function placeOf({ path, line }: Pick<InventoryFinding, 'path' | 'line'>): string {
  return line === 0 ? path : `${path}:${line}`;
}

export function* formatIssues(issues: readonly Issue[]): Generator<string> {
  if (issues.length > 0) yield 'not scanned:\n';
  for (const { path, message } of issues) yield `    ${path === undefined ? '' : `${escapeControl(path)}: `}${escapeControl(message)}\n`;
  if (issues.length > 0) yield '\n';
}

function* formatDirectory({ path, keys, collections }: TrustDirectory, now: Date): Generator<string> {
  yield `${escapeControl(path)}  trust directory\n`;
  for (const { role, gun, keyId, isEncrypted } of keys)
    yield `    key ${escapeControl(keyId.slice(0, 16))}  ${escapeControl(role)}${gun === undefined ? '' : ` of ${escapeControl(gun)}`}${isEncrypted ? '' : '  NOT ENCRYPTED'}\n`;
  for (const { gun, roles, stagedChanges } of collections) {
    yield `    ${escapeControl(gun)}${stagedChanges === 0 ? '' : `  (${stagedChanges} changes staged but not published)`}\n`;
    for (const { role, version, expires } of roles)
      yield `        ${escapeControl(role)}${version === undefined ? '' : ` version ${version}`}, ${describeExpiry(expires, now)}\n`;
  }
  if (keys.length + collections.length === 0) yield '    empty\n';
  else yield '    → export while the server answers: pratique trust migrate export REPOSITORY\n';
  yield '\n';
}

function describeExpiry(expires: Date | undefined, now: Date): string {
  if (expires === undefined) return 'expiry unknown';
  return `${expires < now ? 'expired' : 'expires'} ${expires.toISOString().slice(0, 10)}`;
}

function summaryOf({ findings, trustDirectories, issues, looked }: Inventory): string {
  const keys = trustDirectories.reduce((total, { keys: own }) => total + own.length, 0);
  const parts = [
    count(findings.length, 'place'),
    `${count(keys, 'private key')} in ${count(trustDirectories.length, 'trust directory', 'trust directories')}`,
    `${count(looked.files, 'file')} read`,
    ...(looked.links > 0 ? [`${count(looked.links, 'link')} not followed`] : []),
    ...(issues.length > 0 ? [`${count(issues.length, 'item')} not scanned`] : []),
  ];
  return parts.join(', ');
}

export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map(markdownCell).join(' | ')} |\n`;
}

/** Escapes text from outside, so that it cannot end the cell, open a tag or become a link. */
export function markdownCell(text: string): string {
  const escaped = escapeControl(text).replace(/[|<>[\]\\]/g, (character) => `\\${character}`);
  return text.startsWith('`') && text.endsWith('`')
    ? `\`${escapeControl(text).slice(1, -1).replaceAll('`', "'").replaceAll('|', '\\|')}\``
    : escaped;
}
