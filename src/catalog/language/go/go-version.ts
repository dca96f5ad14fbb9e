/**
 * The release of Go's standard library as advisories name it: `1.26.8` for `go1.26.8`, `1.21.0` for `go1.21`, `1.22.0-rc.2` for `go1.22rc2`. What builders
 * add (`X:boringcrypto`, `-X:nodwarf5`, `(Red Hat 1.22.2-1.el9)`, `b7`) is no part of it. `undefined` for development versions.
 */
export function releaseOfGo(goVersion: string): string | undefined {
  const parts = /^go(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:(beta|rc)(\d{1,4}))?(?!\d)/.exec(goVersion);
  if (parts === null) return undefined;
  const [, major = '', minor = '', patch = '0', stage, number = ''] = parts;
  return `${major}.${minor}.${patch}${stage === undefined ? '' : `-${stage}.${number}`}`;
}
