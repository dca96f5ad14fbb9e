import { describe, expect, it } from 'vitest';
import { parseReference } from '../../../model/reference.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { decodeTrustPolicy } from './decode-trust-policy.ts';
import { findJudgedStatement } from './find-judged-statement.ts';
import { repositoryName } from './repository-names.ts';

/** `PATTERN`, or `PATTERN as SOURCE`. */
function decide(image: string, matches: readonly string[], copies: Readonly<Record<string, string>>, ...copiedFrom: string[]): string {
  const statements = matches.map((match) => `{match: "${match}", sigstore: {identities: {key: k.pub}}}`);
  const recorded = Object.entries(copies).map(([copy, from]) => `{image: "${copy}", from: [${from}]}`);
  const policy = decodeTrustPolicy(`trust: {images: [${statements.join()}], copies: [${recorded.join() || '{image: a.example/x, from: b.example/x}'}]}`, 'p.yaml')!; // prettier-ignore
  try {
    const found = findJudgedStatement(policy, parseReference(image), copiedFrom);
    if (found === undefined) return 'none';
    const { pattern, judgedAs } = found;
    return judgedAs === undefined ? pattern : `${pattern} as ${repositoryName(judgedAs)}:${judgedAs.tag ?? ''}`;
  } catch (error) {
    if (error instanceof PratiqueError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe('the statement for a recorded copy', () => {
  const once = { 'm.example/app': 'docker.io/org/app' };
  it.each<[string, string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['is the source’s', 'm.example/app:1', ['docker.io/org/*'], once, 'docker.io/org/* as docker.io/org/app:1'],
    ['is its own, where one matches', 'm.example/app:1', ['docker.io/org/*', 'm.example/**'], once, 'm.example/**'],
    ['is that of every image, where there is one', 'm.example/app:1', ['docker.io/org/app', '**'], once, '**'],
    ['is none for another copy', 'm.example/app2:1', ['docker.io/org/*'], once, 'none'],
    ['is none below the copy', 'm.example/app/x:1', ['docker.io/org/**'], once, 'none'],
    ['is none, where none matches the source', 'm.example/app:1', ['docker.io/other/*'], once, 'none'],
    ['is found by any name of the registry', 'm.example:443/app:1', ['docker.io/org/app'], once, 'docker.io/org/app as docker.io/org/app:1'],
    ['is found by any name of the source', 'm.example/app:1', ['docker.io/org/app'], { 'm.example/app': 'index.docker.io/org/app' }, 'docker.io/org/app as docker.io/org/app:1'],
    ['is that of the first source, for a copy of a copy', 'n.example/app:1', ['docker.io/org/app'], { ...once, 'n.example/app': 'm.example/app' }, 'docker.io/org/app as docker.io/org/app:1'],
    ['is that of the nearest source', 'n.example/app:1', ['docker.io/org/app', 'm.example/app'], { ...once, 'n.example/app': 'm.example/app' }, 'm.example/app as m.example/app:1'],
    ['is none, where copies are in a circle', 'm.example/app:1', ['docker.io/org/app'], { 'm.example/app': 'n.example/app', 'n.example/app': 'm.example/app' }, 'none'],
    ['is none of what was copied from it', 'docker.io/org/app:1', ['m.example/app'], once, 'none'],
    ['is that of the only source with one', 'm.example/app:1', ['ghcr.io/org/app'], { 'm.example/app': 'docker.io/org/app, ghcr.io/org/app' }, 'ghcr.io/org/app as ghcr.io/org/app:1'],
    ['is undecided between two sources', 'm.example/app:1', ['docker.io/org/app', 'ghcr.io/org/app'], { 'm.example/app': 'docker.io/org/app, ghcr.io/org/app' }, 'CONFIG_INVALID: m.example/app is recorded as a copy of docker.io/org/app and of ghcr.io/org/app, and the trust policy has statements for both'],
    ['is undecided where two sources have one statement, which pins one root', 'm.example/app:1', ['*.io/org/app'], { 'm.example/app': 'ghcr.io/org/app, quay.io/org/app' }, 'CONFIG_INVALID: m.example/app is recorded as a copy of ghcr.io/org/app and of quay.io/org/app, and the trust policy has statements for both'],
    ['is that of the source at the same place, for a whole mirror', 'm.example/hub/org/app:1', ['docker.io/org/app'], { 'm.example/hub/**': 'docker.io/**' }, 'docker.io/org/app as docker.io/org/app:1'],
    ['is none of another place', 'm.example/hub/org/app:1', ['docker.io/org/app2'], { 'm.example/hub/**': 'docker.io/**' }, 'none'],
    ['is none outside of the mirror', 'm.example/hub2/org/app:1', ['docker.io/org/app'], { 'm.example/hub/**': 'docker.io/**' }, 'none'],
    ['is none below a single segment', 'm.example/hub/org/app:1', ['docker.io/org/app'], { 'm.example/hub/*': 'docker.io/*' }, 'none'],
    ['is that of the most exact mirror', 'm.example/hub/app:1', ['docker.io/org/app', 'ghcr.io/org/app'], { 'm.example/**': 'ghcr.io/**', 'm.example/hub/**': 'ghcr.io/x/**', 'm.example/hub/*': 'docker.io/org/*' }, 'docker.io/org/app as docker.io/org/app:1'],
    ['is that of a single copy before a mirror’s', 'm.example/hub/app:1', ['docker.io/org/app', 'ghcr.io/hub/app'], { 'm.example/**': 'ghcr.io/**', 'm.example/hub/app': 'docker.io/org/app' }, 'docker.io/org/app as docker.io/org/app:1'],
    ['is none, where a mirror is inside its source', 'm.example/app:1', ['docker.io/org/app'], { 'm.example/**': 'm.example/x/**' }, 'none'],
    ['is that of a mirror of a mirror', 'n.example/app:1', ['docker.io/org/app'], { 'n.example/**': 'm.example/**', 'm.example/*': 'docker.io/org/*' }, 'docker.io/org/app as docker.io/org/app:1'],
    ['is decided for two names of one source', 'm.example/app:1', ['docker.io/org/app'], { 'm.example/app': 'docker.io/org/app, index.docker.io/org/app' }, 'docker.io/org/app as docker.io/org/app:1'],
  ])('%s', (_, image, matches, copies, expected) => {
    expect(decide(image, matches, copies)).toBe(expected);
  }); // prettier-ignore

  it('is that of a source on the command line, which replaces none of the policy', () => {
    expect(decide('m.example/app:1', ['ghcr.io/org/app'], {}, 'ghcr.io/org/app')).toBe('ghcr.io/org/app as ghcr.io/org/app:1');
    expect(decide('m.example/app:1', ['docker.io/org/app', 'ghcr.io/org/app'], once, 'ghcr.io/org/app')).toMatch(/^CONFIG_INVALID/);
  });
});
