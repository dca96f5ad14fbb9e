export interface Formula {
  readonly version?: string;
  readonly license?: string;
}

/**
 * What a formula, a Ruby class, says in plain assignments: `version "1.2"`, else the version in the first `url`, and `license`. Nothing is executed; a formula that
 * computes its version has none here. docs.brew.sh, Formula Cookbook.
 */
export function readFormula(text: string): Formula {
  let version: string | undefined;
  let license: string | undefined;
  let url: string | undefined;
  for (const written of text.split('\n')) {
    const line = written.trim();
    if (line === '__END__') break;
    const [, key, value] = /^(version|license|url)\s+"([^"#]{1,512})"/.exec(line) ?? [];
    if (key === 'version') version ??= value;
    else if (key === 'license') license ??= value;
    else if (key === 'url') url ??= value;
  }
  version ??= url === undefined ? undefined : versionOfUrl(url);
  return { ...(version === undefined ? {} : { version }), ...(license === undefined ? {} : { license }) };
}

/** `…/foo-1.2.3.tar.gz`, `…/archive/v1.2.3.tar.gz`, `…/releases/download/v1.2.3/foo.zip`. */
function versionOfUrl(url: string): string | undefined {
  const path = url.replace(/[?].*$/, '').replace(/\.(?:tar\.\w+|tgz|zip|tbz2?|txz)$/, '');
  return /[-_/]v?(\d+(?:\.\d+)+[A-Za-z0-9.+_-]*?)$/.exec(path)?.[1] ?? /\/v?(\d+(?:\.\d+)+)\//.exec(path)?.[1];
}
