import { basename } from 'node:path';

/** Scanners whose command lines are understood: `pratique trivy …`, or a link of that name to the program. */
export const peerNames: readonly string[] = ['trivy', 'grype', 'clair-scanner', 'scout', 'syft', 'hadolint', 'dockle', 'gitleaks', 'snyk'];

/** The scanner that a command line is for, and its words; `undefined` for our own. */
export function findPeer(
  program: string | undefined,
  words: readonly string[],
): { readonly name: string; readonly words: readonly string[] } | undefined {
  const called = basename(program ?? '')
    .replace(/\.(?:js|exe)$/, '')
    .replace(/^docker-(?=scout$)/, '');
  if (peerNames.includes(called)) return { name: called, words };
  const [first = '', ...rest] = words;
  return peerNames.includes(first) ? { name: first, words: rest } : undefined;
}
