import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { packageNoteProgram } from './package-note-program.ts';

/** An ELF program of some hundred bytes with a note behind its headers. */
function noted(description: string, { isBigEndian = false, type = 0xcafe1a7e, owner = 'FDO\0' } = {}): Buffer {
  const content = Buffer.alloc(2_000);
  content.write('\x7fELF', 'latin1');
  content[4] = 2;
  content[5] = isBigEndian ? 2 : 1;
  const u32 = (value: number, at: number): number => (isBigEndian ? content.writeUInt32BE(value, at) : content.writeUInt32LE(value, at));
  (isBigEndian ? content.writeUInt16BE : content.writeUInt16LE).call(content, 2, 16);
  const at = 600;
  u32(owner.length, at);
  u32(description.length + 1, at + 4);
  u32(type, at + 8);
  content.write(owner, at + 12, 'latin1');
  content.write(description, at + 12 + owner.length, 'latin1');
  return content;
}

const openssl = '{"type":"deb","os":"debian","osVersion":"12","name":"openssl","version":"3.0.1-1","architecture":"amd64"}';
const bash = '{"type":"rpm","name":"bash","version":"5.2.26-4.fc41","architecture":"x86_64","osCpe":"cpe:/o:fedoraproject:fedora:41"}';

describeCataloger(packageNoteProgram, { 'usr/bin/openssl': noted(openssl), 'usr/bin/bash': noted(bash) });

/** Packages, and what could not be scanned. */
function told(files: MemoryLayer): readonly string[] {
  const { packages, issues } = catalogTree(makeMemoryTree(files), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
  return [
    ...packages.map(
      ({ purl, ecosystem, release, evidence, ownedBy }) => `${purl} ${ecosystem} ${release ?? '-'} ${evidence} ${ownedBy ?? '-'}`,
    ),
    ...issues.map(({ code, path }) => `${code} ${path ?? ''}`),
  ];
}

const fedora = { 'etc/os-release': 'ID=fedora\nVERSION_ID=41\n' };

describe('the package that a program names', () => {
  it.each([
    [noted(openssl), 'pkg:deb/debian/openssl@3.0.1-1?arch=amd64&distro=debian-12 debian 12 binary -'],
    [noted(openssl, { isBigEndian: true }), 'pkg:deb/debian/openssl@3.0.1-1?arch=amd64&distro=debian-12 debian 12 binary -'],
    [noted(bash), 'pkg:rpm/bash@5.2.26-4.fc41?arch=x86_64 rpm - binary -'],
  ])('is of the distribution that it names', (content, expected) => {
    expect(told({ 'usr/bin/a': content })).toEqual([expected]);
  });

  it('is of the image’s distribution where it names none', () => {
    expect(told({ ...fedora, 'usr/bin/bash': noted(bash) })[0]).toMatch(
      /^pkg:rpm\/fedora\/bash@5\.2\.26-4\.fc41\?arch=x86_64&distro=fedora-41 /,
    );
  });

  it('is not told twice where the database has it', () => {
    const database = 'Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3.0.1-1\n\n';
    const files = { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n', 'var/lib/dpkg/status': database };
    const owned = { ...files, 'var/lib/dpkg/info/openssl.list': '/usr/bin/openssl\n', 'usr/bin/openssl': noted(openssl) };
    expect(told(owned)).toEqual(['pkg:deb/debian/openssl@3.0.1-1?arch=amd64&distro=debian-12 debian 12 installed -']);
  });

  it.each([
    ['of another owner', noted(openssl, { owner: 'GNU\0' })],
    ['of another type', noted(openssl, { type: 3 })],
    ['that is not JSON', noted('deb openssl')],
    ['without a version', noted('{"type":"deb","name":"openssl"}')],
    ['with names of JavaScript', noted('{"__proto__":{"type":"deb","name":"a","version":"1"}}')],
    ['of an unknown package manager', noted('{"type":"flatpak","name":"a","version":"1"}')],
  ])('is not in a note %s', (_, content) => {
    expect(told({ ...fedora, 'usr/bin/a': content }).filter((line) => !/DISTRIBUTION|PACKAGE_DATABASE/.test(line))).toEqual([
      'PACKAGES_NOT_READ usr/bin/a',
    ]);
  });
});
