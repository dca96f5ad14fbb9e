import { describe, expect, it } from 'vitest';
import { type ScannedLayer } from '../../model/report.ts';
import { alignDockerfile } from './dockerfile-lines.ts';
import { readInstructions } from './dockerfile-instructions.ts';

function layers(...createdBy: readonly (string | undefined)[]): readonly ScannedLayer[] {
  return createdBy.map((text, index) => ({ index, broughtBy: 'unknown', ...(text === undefined ? {} : { createdBy: text }) }));
}

function linesOf(dockerfile: string, ...createdBy: readonly (string | undefined)[]) {
  const found = alignDockerfile(dockerfile, layers(...createdBy));
  return found === undefined ? undefined : { lines: [...found.lines.values()].map(({ line }) => line), isCertain: found.isCertain };
}

const twoStages = [
  '# syntax=docker/dockerfile:1',
  'FROM node:20 AS build',
  'COPY package.json /src/',
  'RUN npm ci',
  '',
  'FROM debian:12',
  'RUN apt-get update && \\',
  '    # a comment between',
  '    apt-get install -y curl',
  'ENV A=1',
  'COPY --from=build --chown=1:1 /src/node_modules /app/node_modules',
  'CMD ["node"]',
].join('\n');

describe('the line behind each layer', () => {
  it.each<[string, readonly (string | undefined)[]]>([
    ['BuildKit', ['# debian.sh …', 'RUN /bin/sh -c apt-get update &&     apt-get install -y curl # buildkit', 'COPY /src/node_modules /app/node_modules # buildkit']],
    ['the classic builder', ['/bin/sh -c #(nop) ADD file:ac82f8541b9 in / ', '/bin/sh -c apt-get update &&     apt-get install -y curl', '/bin/sh -c #(nop) COPY dir:88105e790c673d in /app/node_modules ']],
    ['build arguments', [undefined, 'RUN |2 A=1 B=x y /bin/sh -c apt-get update && apt-get install -y curl # buildkit', 'COPY --chown=1:1 /src/node_modules /app/node_modules # buildkit']],
  ])('is found in the history of %s', (_, history) => {
    expect(linesOf(twoStages, ...history)).toEqual({ lines: [6, 7, 11], isCertain: true });
  }); // prettier-ignore

  it('is that of the stage that was built', () => {
    expect(linesOf(twoStages, 'ADD rootfs /', 'COPY package.json /src/ # buildkit', 'RUN /bin/sh -c npm ci # buildkit')).toEqual({ lines: [2, 3, 4], isCertain: true });
  }); // prettier-ignore

  it('is that of a stage below, where one is built on another', () => {
    const text = 'FROM a AS one\nRUN first\nFROM one\nRUN second\n';
    expect(linesOf(text, 'base', 'RUN /bin/sh -c first # buildkit', 'RUN /bin/sh -c second # buildkit')).toEqual({ lines: [1, 2, 4], isCertain: true }); // prettier-ignore
  });

  it('is FROM, and not certain, where the Dockerfile is another image’s', () => {
    expect(linesOf('FROM a\nRUN other\n', 'base', 'COPY x /x # buildkit')).toEqual({ lines: [1, 1], isCertain: false });
    expect(linesOf('FROM a\nRUN other\n', 'base', 'RUN /bin/sh -c make # buildkit')).toEqual({ lines: [1, 2], isCertain: false });
  });

  it.each(['', 'RUN a', '\u0000\u0001', '{"a":1}'])('is nowhere in %j', (text) => {
    expect(linesOf(text, 'a')).toBeUndefined();
  });

  it('keeps to its bounds', () => {
    const many = `FROM a\n${'RUN x\n'.repeat(20_000)}`;
    const found = alignDockerfile(many, layers(...Array.from({ length: 1_000 }, () => 'RUN /bin/sh -c x # buildkit')));
    expect(found?.lines.size).toBe(1_000);
  });
});

it('reads here-documents, an escape of its own, and continued comments', () => {
  const text = '# escape=`\nFROM a\nRUN <<EOF\nCOPY not an instruction\nEOF\nrun one `\n\n# two\n  three\n';
  expect(readInstructions(text)).toEqual([
    { verb: 'FROM', text: 'a', line: 2, endLine: 2 },
    { verb: 'RUN', text: '<<EOF', line: 3, endLine: 5 },
    { verb: 'RUN', text: 'one    three', line: 6, endLine: 9 },
  ]);
});
