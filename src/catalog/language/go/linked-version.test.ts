import { describe, expect, it } from 'vitest';
import { linkedVersion } from './linked-version.ts';

describe('the version of a main module by its linker flags', () => {
  it.each<[flags: string, expected: string | undefined]>([
    ['"-s -w -X main.version=1.2.3"', 'v1.2.3'],
    ['"-X main.Version=v1.2.3 -X main.commit=1.2.4"', 'v1.2.3'],
    ['"-X github.com/org/app/v2/internal/version.Version=2.0.1-rc.1 -extldflags -static"', 'v2.0.1-rc.1'],
    [
      '" -X \\"github.com/org/app/v2/version.Version=20.10.24+dfsg1\\" -X \\"github.com/org/app/v2/version.BuildTime=2026-05-07T21:09:36\\""',
      'v20.10.24+dfsg1',
    ],
    ['"-X \'main.appVersion=1.4\'"', 'v1.4'],
    ['-X=main.version=1.2.3', 'v1.2.3'],
    ['`-X main.version=1.2.3`', 'v1.2.3'],
    ['"-X sigs.k8s.io/release-utils/version.gitVersion=v2.2.1"', 'v2.2.1'],
    ['"-X main.version=1.2.3 -X github.com/org/app/v2/cmd.Version=v1.2.3"', 'v1.2.3'],
    ['"-X main.version=1.2.3 -X github.com/org/app/v2/cmd.Version=v1.2.4"', undefined],
    ['"-X github.com/other/lib.Version=1.2.3"', undefined],
    ['"-X github.com/org/app/v2x.Version=1.2.3"', undefined],
    ['"-X main.goVersion=1.22.3 -X main.apiVersion=1.2 -X main.minVersion=1.0.0"', undefined],
    ['"-X main.version=dev -X main.version2=1.2.3"', undefined],
    ['"-X main.version=1.2.3abc"', undefined],
    ['"-X main.version=1.2.3', undefined],
    ['', undefined],
    [`"-X main.version=1.2.3 ${' '.repeat(100_000)}"`, undefined],
  ])('%.80s: %s', (flags, expected) => {
    expect(linkedVersion(['-compiler=gc', `-ldflags=${flags}`, 'CGO_ENABLED=0'], 'github.com/org/app/v2')).toBe(expected);
  });

  it('is unknown without flags', () => {
    expect(linkedVersion(['-trimpath=true'], 'a')).toBeUndefined();
  });
});
