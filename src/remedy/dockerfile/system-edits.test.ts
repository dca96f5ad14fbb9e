import { describe, expect, it } from 'vitest';
import { makePackage } from '../../../test/support/match-fixtures.ts';
import { applyEdits } from '../../check/dockerfile/fix/apply-edits.ts';
import { writeDiff } from '../../check/dockerfile/fix/write-diff.ts';
import { readBuild } from '../../check/dockerfile/build/read-build.ts';
import { parseDockerfile } from '../../check/dockerfile/syntax/parse-dockerfile.ts';
import { type PlannedAction } from '../../model/plan.ts';
import { fitDockerfile } from './fit-dockerfile.ts';
import { basesOf, pinEdit } from './pin-edits.ts';
import { removeToolEdit, systemUpgradeEdit, type FittedDockerfile } from './system-edits.ts';

const apk = makePackage('alpine@3.20/openssl 1', { layerIndex: 0 });
const curl = makePackage('alpine@3.20/curl 1', { layerIndex: 1 });

function fitted(text: string, user?: string): FittedDockerfile {
  const build = readBuild(parseDockerfile(text));
  const steps = build.stages.at(-1)!.steps.filter(({ keyword }) => keyword === 'RUN' || keyword === 'COPY');
  const layers = ['base', ...steps.map(({ keyword, instruction }) => `${keyword} ${instruction.rest}`)].map((createdBy, index) => ({ index, createdBy, broughtBy: 'unknown' as const }));
  const result = fitDockerfile(build, layers);
  if (!('fit' in result)) throw new Error(JSON.stringify(result));
  return { build, fit: result.fit, user, packages: new Map([apk, curl].map((found) => [found.id, found])), isCrlf: text.includes('\r\n') };
} // prettier-ignore

const upgrade = (...found: readonly { id: string; name: string }[]): PlannedAction => ({
  kind: 'upgrade-system-packages',
  text: 't',
  command: 'apk upgrade --no-cache curl',
  changes: found.map(({ id, name }) => ({ packageId: id, name, to: '2' })),
  findings: [],
});

function upgraded(text: string, action: PlannedAction, user?: string): string {
  const edit = systemUpgradeEdit(action, fitted(text, user));
  return edit === undefined ? 'none' : applyEdits(text, [edit]).text;
}

describe('systemUpgradeEdit', () => {
  const text = '# shop\nFROM alpine:3.20\nRUN apk add curl \\\n  # why\n  jq\nCOPY . /srv\n';
  it('puts the upgrade after the last instruction that brought one of the packages', () => {
    expect(upgraded(text, upgrade(apk, curl))).toBe('# shop\nFROM alpine:3.20\nRUN apk add curl \\\n  # why\n  jq\nRUN apk upgrade --no-cache curl\nCOPY . /srv\n');
    expect(upgraded(text, upgrade(apk))).toBe('# shop\nFROM alpine:3.20\nRUN apk upgrade --no-cache curl\nRUN apk add curl \\\n  # why\n  jq\nCOPY . /srv\n');
  }); // prettier-ignore

  it('keeps carriage returns and the letter case of instructions', () => {
    expect(upgraded('from a\r\nrun one\r\n', upgrade(apk))).toBe('from a\r\nrun apk upgrade --no-cache curl\r\nrun one\r\n');
  });

  it('becomes root and goes back to the user, whoever set it', () => {
    expect(upgraded('FROM a\nUSER app\nRUN one\n', upgrade(curl))).toBe('FROM a\nUSER app\nRUN one\nUSER root\nRUN apk upgrade --no-cache curl\nUSER app\n');
    expect(upgraded('FROM a\nRUN one\n', upgrade(curl), '1000')).toBe('FROM a\nRUN one\nUSER root\nRUN apk upgrade --no-cache curl\nUSER 1000\n');
    expect(upgraded('FROM a\nRUN one\nUSER app\n', upgrade(curl), 'app')).toBe('FROM a\nRUN one\nRUN apk upgrade --no-cache curl\nUSER app\n');
  }); // prettier-ignore

  it('writes nothing where the image has no package manager', () => {
    const { command: _command, ...action } = upgrade(curl);
    expect(upgraded('FROM a\nRUN one\n', action)).toBe('none');
  });

  it('shows added lines as added, and nothing else as changed', () => {
    const edit = systemUpgradeEdit(upgrade(apk), fitted('FROM a\nRUN one\n'));
    const { lines } = applyEdits('FROM a\nRUN one\n', [edit!]);
    expect(writeDiff('Dockerfile', ['FROM a', 'RUN one', ''], lines)).toBe('--- Dockerfile\n+++ Dockerfile\n@@ -1,2 +1,3 @@\n FROM a\n+RUN apk upgrade --no-cache curl\n RUN one\n');
  }); // prettier-ignore
});

describe('removeToolEdit', () => {
  const action: PlannedAction = { kind: 'remove-tool', text: 't', package: 'npm', findings: [] };
  const paths = ['usr/local/lib/node_modules/npm/node_modules/tar/package.json'];
  it('deletes the tool at the end of the stage', () => {
    const edit = removeToolEdit(action, paths, fitted('FROM a\nRUN npm ci\nCOPY . .\nCMD ["node", "a.js"]\n'));
    expect(edit?.text).toBe('\nRUN rm -rf /usr/local/lib/node_modules/npm /usr/local/bin/npm /usr/local/bin/npx');
    expect(edit?.line).toBe(3);
  });

  it('leaves a tool that the container starts', () => {
    expect(removeToolEdit(action, paths, fitted('FROM a\nRUN npm ci\nCMD ["npm", "start"]\n'))).toBeUndefined();
  });
});

describe('pinEdit', () => {
  it('adds the digest to every FROM that names an image as it is, and keeps the tag', () => {
    const text = 'ARG V=1\nFROM --platform=linux/amd64 a:1 AS one\nFROM b:$V\nFROM one\nFROM scratch\nFROM c@sha256:1\n';
    const edits = basesOf(readBuild(parseDockerfile(text))).map((base) => pinEdit(base, 'sha256:2')!);
    expect(applyEdits(text, edits).text).toBe('ARG V=1\nFROM --platform=linux/amd64 a:1@sha256:2 AS one\nFROM b:$V\nFROM one\nFROM scratch\nFROM c@sha256:2\n');
  }); // prettier-ignore
});
