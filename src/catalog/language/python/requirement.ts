import { isPythonName, normalizePythonName } from './python-name.ts';

/** A dependency specifier: packaging.python.org, "Dependency specifiers" (PEP 508). */
export interface Requirement {
  /** Normalised. */
  readonly name: string;
  /** Where exactly one version fits: `==1.2.3`, without a wildcard. */
  readonly version?: string;
  /** `requests @ https://…`: what is installed is not the index's. */
  readonly url?: string;
  /** As written, without the semicolon. */
  readonly marker?: string;
}

/** `undefined` for what is no specifier. Older metadata writes versions in parentheses. */
export function parseRequirement(text: string): Requirement | undefined {
  const semicolon = findMarker(text);
  const marker = semicolon === -1 ? '' : text.slice(semicolon + 1).trim();
  const specifier = (semicolon === -1 ? text : text.slice(0, semicolon)).trim();
  const match = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/s.exec(specifier);
  if (match === null) return undefined;
  const [, name = '', rest = ''] = match;
  if (!isPythonName(name)) return undefined;
  const common = { name: normalizePythonName(name), ...(marker === '' ? {} : { marker }) };
  if (rest.startsWith('@')) return { ...common, url: rest.slice(1).trim() };
  const clauses = rest.startsWith('(') && rest.endsWith(')') ? rest.slice(1, -1) : rest;
  const parts = clauses
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const versions: string[] = [];
  for (const part of parts) {
    const clause = /^(===|==|~=|!=|<=|>=|<|>)\s*([^\s<>=!~;,()]+)$/.exec(part);
    if (clause === null) return undefined;
    const [, operator, version = ''] = clause;
    if ((operator === '==' || operator === '===') && !version.endsWith('.*') && !version.includes('*')) versions.push(version);
  }
  const [version] = versions;
  return { ...common, ...(versions.length === 1 && version !== undefined ? { version } : {}) };
}

/** A semicolon begins the marker; in an address it must follow a space. */
function findMarker(text: string): number {
  const at = text.indexOf('@');
  if (at === -1) return text.indexOf(';');
  const spaced = text.indexOf(' ;', at);
  const semicolon = text.indexOf(';');
  return semicolon !== -1 && semicolon < at ? semicolon : spaced === -1 ? -1 : spaced + 1;
}

/** Whether a marker asks for an extra: such a requirement is not installed by itself. */
export function isExtra({ marker = '' }: Requirement): boolean {
  return /\bextra\s*[=!]=/.test(marker);
}
