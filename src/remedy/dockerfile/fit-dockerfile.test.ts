import { describe, expect, it } from 'vitest';
import { readBuild } from '../../check/dockerfile/build/read-build.ts';
import { parseDockerfile } from '../../check/dockerfile/syntax/parse-dockerfile.ts';
import { type ScannedLayer } from '../../model/report.ts';
import { fitDockerfile } from './fit-dockerfile.ts';

const base = '/bin/sh -c #(nop) ADD file:ac82f854 in / ';

function fit(text: string, history: readonly (string | undefined)[], target?: string) {
  const layers = history.map((createdBy, index): ScannedLayer => ({ index, broughtBy: 'unknown', ...(createdBy === undefined ? {} : { createdBy }) }));
  const result = fitDockerfile(readBuild(parseDockerfile(text)), layers, target);
  if ('misfit' in result) return result.misfit;
  return [result.fit.stage.index, result.fit.baseLayerCount, ...[...result.fit.stepOfLayer].map(([layer, { instruction }]) => `${layer}:${instruction.line}`).sort()];
} // prettier-ignore

describe('fitDockerfile', () => {
  const shop =
    'FROM debian:12\nRUN apt-get update \\\n && apt-get install -y curl\nWORKDIR /app\nCOPY --chown=1 package.json ./\nCOPY . /app/\nCMD ["node"]\n';
  it.each<[string, string, readonly (string | undefined)[], unknown]>([
    ['of BuildKit, which makes a layer of WORKDIR', shop, [base, 'RUN /bin/sh -c apt-get update  && apt-get install -y curl # buildkit', 'WORKDIR /app', 'COPY package.json ./ # buildkit', 'COPY . /app/ # buildkit'], [0, 1, '1:2', '2:4', '3:5', '4:6']],
    ['of Buildah, which does not', shop, [base, base, '/bin/sh -c apt-get update && apt-get install -y curl', '/bin/sh -c #(nop) COPY file:88105e79 in /app/ ', '/bin/sh -c #(nop) COPY dir:88105e79 in /app '], [0, 2, '2:2', '3:5', '4:6']],
    ['with build arguments in the history', 'FROM a\nARG V\nRUN make $V\n', [base, 'RUN |1 V=3 /bin/sh -c make $V # buildkit'], [0, 1, '1:3']],
    ['with a shell of its own', 'FROM a\nSHELL ["/bin/bash","-c"]\nRUN make\n', [base, 'RUN /bin/bash -c make # buildkit'], [0, 1, '1:3']],
    ['whose last stage is not the one that was built', 'FROM a AS app\nCOPY srv /srv\nFROM b AS hello\nCOPY hello /hello\nRUN chmod 0755 /hello\n', [base, 'COPY srv /srv # buildkit'], [0, 1, '1:2']],
    ['that is built on an earlier stage', 'FROM a AS one\nRUN one\nFROM one\nRUN two\n', [base, 'RUN one', 'RUN two'], [1, 1, '1:2', '2:4']],
    ['with FROM alone', 'FROM a\nCMD ["x"]\n', [base], [0, 1]],
  ])('finds the instruction behind each layer: %s', (_, text, history, expected) => {
    expect(fit(text, history)).toEqual(expected);
  }); // prettier-ignore

  it.each<[string, string, readonly (string | undefined)[], string | undefined, unknown]>([
    ['a command', 'FROM a\nRUN one\nRUN two\nRUN three\n', [base, 'RUN one', 'RUN 2', 'RUN three'], undefined, { line: 3, instruction: 'RUN two', history: 'RUN 2' }],
    ['a place', 'FROM a\nCOPY x /a\n', [base, 'COPY x /b # buildkit'], undefined, { line: 2, instruction: 'COPY x /a', history: 'COPY x /b' }],
    ['an instruction that the image has not', 'FROM a\nRUN one\nRUN two\n', [base, 'RUN one'], undefined, { line: 2, instruction: 'RUN one', history: base.trim() && 'ADD … /' }],
    ['a layer without a history', 'FROM a\nRUN one\n', [base, undefined], undefined, { line: 2, instruction: 'RUN one' }],
    ['the stage that was named', 'FROM a AS app\nCOPY srv /srv\nFROM b AS hello\nCOPY hello /hello\n', [base, 'COPY srv /srv # buildkit'], 'hello', { line: 4, instruction: 'COPY hello /hello', history: 'COPY srv /srv' }],
    ['more layers than an image from scratch has', 'FROM scratch\nCOPY x /\n', [base, 'COPY x / # buildkit'], undefined, { line: 2, instruction: 'COPY x /' }],
  ])('names the first instruction that differs: %s', (_, text, history, target, expected) => {
    expect(fit(text, history, target)).toMatchObject(expected as object);
  }); // prettier-ignore
});
