/** What an import names: docs.deno.com, "Modules and dependencies". */
export interface DenoSpecifier {
  readonly registry: 'jsr' | 'npm';
  /** With its scope. */
  readonly name: string;
  /** A version or a range; empty where there is none. */
  readonly rest: string;
}

/** `jsr:@std/path@^1.0`, `npm:chalk@5`, `alias@npm:name@1.0.0`; `undefined` for addresses. */
export function readSpecifier(written: string): DenoSpecifier | undefined {
  const registry = written.includes('npm:') ? 'npm' : 'jsr';
  const from = written.indexOf(`${registry}:`);
  if (from === -1) return undefined;
  const text = written.slice(from + registry.length + 1).replace(/^\//, '');
  const parts = splitNameVersion(text);
  return { registry, name: parts?.name ?? text, rest: parts === undefined ? '' : text.slice(parts.name.length + 1) };
}

/** `@scope/name@1.2.3_@scope+peer@4.5.6`: the version ends before the peers, because it has no underscore. */
export function splitNameVersion(text: string): { readonly name: string; readonly version: string } | undefined {
  const at = text.indexOf('@', 1);
  const name = text.slice(0, at);
  const version = text.slice(at + 1).replace(/_.*$/s, '');
  return at === -1 || name === '' || version === '' ? undefined : { name, version };
}
