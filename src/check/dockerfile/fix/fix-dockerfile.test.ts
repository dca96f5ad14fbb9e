import { describe, expect, it } from 'vitest';
import { fixDockerfile } from './fix-dockerfile.ts';
import { writeDiff } from './write-diff.ts';

describe('fixDockerfile', () => {
  it.each([
    ['RUN apt-get update && apt-get install curl', 'RUN apt-get update && apt-get install -y --no-install-recommends curl'],
    ['RUN apt-get -q \\\n    install curl', 'RUN apt-get -q \\\n    install -y --no-install-recommends curl'],
    ['RUN apt update', 'RUN apt-get update'],
    ['RUN /usr/bin/apt update', 'RUN /usr/bin/apt-get update'],
    ['RUN apk add curl', 'RUN apk add --no-cache curl'],
    ['RUN python3 -m pip install a==1', 'RUN python3 -m pip install --no-cache-dir a==1'],
    ['RUN dnf install a-1 && dnf clean all', 'RUN dnf install -y a-1 && dnf clean all'],
    ['RUN zypper install a=1 && zypper clean', 'RUN zypper --non-interactive install a=1 && zypper clean'],
    ['RUN <<EOF\napk add curl\nEOF', 'RUN <<EOF\napk add --no-cache curl\nEOF'],
    ['ADD app.jar /app/', 'COPY app.jar /app/'],
    ['COPY a b /c', 'COPY a b /c/'],
    ['MAINTAINER "Some One" ', 'LABEL org.opencontainers.image.authors="Some One" '],
    ['ENV A b', 'ENV A=b'],
    ['ENV A b c', 'ENV A="b c"'],
    ['ENV A "b" c', 'ENV A "b" c'],
    ['EXPOSE 53/UDP 80', 'EXPOSE 53/udp 80'],
    ['run true', 'RUN true'],
    ['RUN a \\\n\n  b', 'RUN a \\\n  b'],
    ['# hadolint ignore=DL3019\nRUN apk add curl', '# hadolint ignore=DL3019\nRUN apk add curl'],
    ['RUN sh -c "apk add curl"', 'RUN sh -c "apk add curl"'],
    ['RUN true\r\nRUN apk add curl\r', 'RUN true\r\nRUN apk add --no-cache curl\r'],
  ])('%j becomes %j', (before, after) => {
    const head = 'FROM debian:12\nCMD ["a"]\n';
    expect(fixDockerfile(head + before, 'Dockerfile').text).toBe(head + after);
  });

  it('rewrites FROM', () => {
    expect(fixDockerfile('FROM --platform=$TARGETPLATFORM debian:12 as Build\nFROM build', 'Dockerfile').text).toBe('FROM debian:12 AS build\nFROM build');
  }); // prettier-ignore

  it('leaves nothing to fix', () => {
    const text = 'FROM a:1 as B\nrun apt install x\nRUN apk add y\nADD a /b\nENV C d\nMAINTAINER e\nEXPOSE 1/TCP\n';
    const once = fixDockerfile(text, 'Dockerfile');
    expect(once.count).toBeGreaterThan(5);
    const twice = fixDockerfile(once.text, 'Dockerfile');
    expect(fixDockerfile(twice.text, 'Dockerfile')).toMatchObject({ text: twice.text, count: 0 });
  });
});

it('writeDiff shows what changes, with three lines around', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
  const after = before.map((line) => (line === 'b' ? 'B' : line === 'k' ? undefined : line));
  expect(writeDiff('Dockerfile', before, after)).toBe(
    '--- Dockerfile\n+++ Dockerfile\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -8,5 +8,4 @@\n h\n i\n j\n-k\n l\n\\ No newline at end of file\n',
  );
  expect(writeDiff('Dockerfile', before, before)).toBe('');
});
