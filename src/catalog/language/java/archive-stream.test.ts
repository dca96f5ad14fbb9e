import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampled } from '../../../../test/support/is-slow-run.ts';
import { zipOf, type ZipContent, type ZipFrame } from '../../../../test/support/zip-builder.ts';
import { limits } from '../../../model/limits.ts';
import { ArchiveBudget } from './archive-budget.ts';
import { type ArchiveFact } from './archive-fact.ts';
import { openArchive } from './archive-stream.ts';
import { javaArchive } from './java-archive.ts';

const properties = (group: string, artifact: string, version: string): ZipContent => ({
  name: `META-INF/maven/${group}/${artifact}/pom.properties`,
  content: `groupId=${group}\nartifactId=${artifact}\nversion=${version}\n`,
});
const manifest = (...lines: readonly string[]): ZipContent => ({
  name: 'META-INF/MANIFEST.MF',
  content: `${['Manifest-Version: 1.0', ...lines].join('\r\n')}\r\n`,
});
const code = (name: string): ZipContent => ({ name, content: 'x'.repeat(300) });

const inner = zipOf([manifest('Implementation-Version: 5.3.31'), code('org/springframework/core/A.class')]);
const library = zipOf([
  properties('org.yaml', 'snakeyaml', '1.33'),
  code('org/yaml/snakeyaml/Yaml.class'),
  { name: 'lib/inner-1.jar', content: inner },
]);
const application: readonly ZipContent[] = [
  manifest('Start-Class: com.acme.Shop'),
  { name: 'BOOT-INF/lib/', content: '', method: 0 },
  { name: 'BOOT-INF/lib/snakeyaml-1.33.jar', content: library, method: 0 },
  { name: 'BOOT-INF/lib/again-1.jar', content: library },
  code('BOOT-INF/classes/com/acme/shop/Shop.class'),
];

const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

/** As the reader of layers shows a file, in pieces. */
function read(bytes: Buffer, { isHeld = true, pieceBytes = 1000, fileBytes = bytes.length } = {}): readonly ArchiveFact[] {
  const facts: ArchiveFact[] = [];
  const budget = new ArchiveBudget(fileBytes);
  if (!isHeld) budget.mayHold(limits.jarHeldBytes);
  const archive = openArchive([], bytes.length, budget, facts);
  for (let at = 0; at < bytes.length; at += pieceBytes) archive.write(bytes.subarray(at, at + pieceBytes));
  archive.end();
  return facts.sort((a, b) => a.inside.length - b.inside.length || (a.inside.join() < b.inside.join() ? -1 : 1));
}

/** Without the sums, which are not made where they are not needed. */
function readBoth(bytes: Buffer): readonly (readonly Omit<ArchiveFact, 'sha1'>[])[] {
  const bare = (facts: readonly ArchiveFact[]): readonly Omit<ArchiveFact, 'sha1'>[] => facts.map(({ sha1: _, ...rest }) => rest);
  return [bare(read(bytes)), bare(read(bytes, { isHeld: false })), bare(read(bytes, { isHeld: false, pieceBytes: 7 }))];
}

function expectSame(bytes: Buffer): readonly Omit<ArchiveFact, 'sha1'>[] {
  const [held, ...streamed] = readBoth(bytes);
  for (const one of streamed) expect(one).toEqual(held);
  return held!;
}

const snakeyaml = {
  folder: 'META-INF/maven/org.yaml/snakeyaml',
  from: 'pom.properties',
  group: 'org.yaml',
  artifact: 'snakeyaml',
  version: '1.33',
  licenses: [],
};

describe('Java archives', () => {
  it('are read with those inside them, stored or deflated', () => {
    const libraryFact = { poms: [snakeyaml], folders: ['org/yaml/snakeyaml'], hasClasses: true, problems: [] };
    const innerFact = {
      poms: [],
      manifest: { 'implementation-version': '5.3.31' },
      sha1: sha1(inner),
      folders: ['org/springframework/core'],
      hasClasses: true,
      problems: [],
    };
    const bytes = zipOf(application);
    expect(read(bytes)).toEqual([
      {
        inside: [],
        poms: [],
        manifest: { 'start-class': 'com.acme.Shop' },
        sha1: sha1(bytes),
        folders: ['com/acme/shop'],
        hasClasses: true,
        problems: [],
      },
      { inside: ['BOOT-INF/lib/again-1.jar'], ...libraryFact },
      { inside: ['BOOT-INF/lib/snakeyaml-1.33.jar'], ...libraryFact },
      { inside: ['BOOT-INF/lib/again-1.jar', 'lib/inner-1.jar'], ...innerFact },
      { inside: ['BOOT-INF/lib/snakeyaml-1.33.jar', 'lib/inner-1.jar'], ...innerFact },
    ]);
  });

  const forms: readonly (readonly [name: string, frame: ZipFrame, form: Partial<ZipContent>])[] = [
    ['as it is', {}, {}],
    ['with sizes behind', {}, { method: 8, descriptor: 'marked' }],
    ['with sizes of 8 bytes behind', {}, { method: 8, descriptor: 'zip64' }],
    ['with bytes of no entry', {}, { gap: Buffer.from('PK nothing') }],
    ['behind a script', { prefix: '#!/bin/bash\n' }, {}],
    ['with a comment', { comment: 'built by hand' }, {}],
    ['without a directory', { hasNoDirectory: true }, {}],
  ];
  it.each(forms)('say the same when they are too large to be held: %s', (_name, frame, form) => {
    const facts = expectSame(
      zipOf(
        application.map((entry) => ({ ...entry, ...form })),
        frame,
      ),
    );
    expect(facts.map(({ inside }) => inside.length)).toEqual([0, 1, 1, 2, 2]);
    expect(facts[0]!.problems).toHaveLength(frame.hasNoDirectory === true ? 1 : 0);
  });

  it('have what their directory lists, and nothing that lies between', () => {
    expect(
      expectSame(zipOf([{ ...properties('a', 'hidden', '1'), isHidden: true }, properties('org.yaml', 'snakeyaml', '1.33')]))[0]!.poms,
    ).toEqual([snakeyaml]);
  });

  it.each<[string, ZipContent, string]>([
    ['encrypted', { ...properties('a', 'b', '1'), isEncrypted: true }, 'encrypted'],
    [
      'too long',
      { name: 'META-INF/MANIFEST.MF', content: Buffer.alloc(limits.packageManifestBytes + 1) },
      `${limits.packageManifestBytes}`,
    ],
    ['no pom', { name: 'META-INF/maven/a/b/pom.xml', content: '<html/>' }, 'is not a Maven project'],
    ['no archive', { name: 'a.jar', content: 'not an archive' }, ''],
  ])('say what could not be read in them: %s', (_name, entry, problem) => {
    for (const facts of readBoth(zipOf([entry, properties('org.yaml', 'snakeyaml', '1.33')]))) {
      expect(facts[0]!.poms).toEqual([snakeyaml]);
      expect(facts.flatMap(({ problems }) => problems)).toEqual([expect.stringContaining(problem)]);
    }
  });

  it('are read to a bounded depth', () => {
    const nest = (depth: number): Buffer =>
      Array.from({ length: depth }).reduce<Buffer>(
        (bytes) => zipOf([{ name: 'a.jar', content: bytes, method: 0 }]),
        zipOf([code('a/b/C.class')]),
      );
    for (const facts of readBoth(nest(limits.jarDepth)))
      expect(facts.map(({ problems }) => problems)).toEqual(Array(limits.jarDepth + 1).fill([]));
    for (const facts of readBoth(nest(limits.jarDepth + 1))) {
      expect(facts).toHaveLength(limits.jarDepth + 1);
      expect(facts.at(-1)!.problems).toEqual(['has a.jar, more than 8 archives deep']);
    }
  });

  it('are given up where they inflate to far more than their size', () => {
    const kernel = zipOf([{ name: 'a.bin', content: Buffer.alloc(40 << 20), method: 0 }]);
    const bomb = zipOf(Array.from({ length: 7 }, (_, at) => ({ name: `${at}.jar`, content: kernel })));
    for (const isHeld of [true, false]) {
      const problems = read(bomb, { isHeld, fileBytes: 1000 }).flatMap(({ problems: some }) => some);
      expect(problems).toContain('inflates to more than its size allows (a zip bomb)');
    }
  });

  it('count entries that lie over one another each time', () => {
    const kernel = zipOf([{ name: 'a.bin', content: Buffer.alloc(20 << 20), method: 0 }]);
    const bytes = zipOf([{ name: 'a.jar', content: kernel, method: 0 }]);
    const [directory, end] = [bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])), bytes.length - 22];
    const many = Array.from({ length: 200 }, () => bytes.subarray(directory, end));
    const tail = Buffer.from(bytes.subarray(end));
    for (const at of [8, 10]) tail.writeUInt16LE(many.length, at);
    tail.writeUInt32LE(many.length * (end - directory), 12);
    const overlapping = Buffer.concat([bytes.subarray(0, directory), ...many, tail]);
    expect(read(overlapping, { fileBytes: 1000 })[0]!.problems).toEqual(['inflates to more than its size allows (a zip bomb)']);
  });

  it('are truncated where they have fewer or more bytes than their entry says', () => {
    const facts: ArchiveFact[] = [];
    const archive = openArchive([], 100, new ArchiveBudget(100), facts);
    archive.write(zipOf(application));
    archive.end();
    expect(facts.map(({ problems }) => problems)).toEqual([['has more than the 100 bytes that it is said to have']]);
  });

  it('say something about every cut of them', () => {
    const bytes = zipOf(application);
    for (const isHeld of [true, false])
      for (let length = 1; length < bytes.length; length += 11) {
        const [first] = read(bytes.subarray(0, length), { isHeld });
        expect(first!.inside).toEqual([]);
        expect(first!.problems).not.toEqual([]);
      }
  });

  it('stand damage of any kind', () => {
    const bytes = zipOf(application.map((entry) => ({ ...entry, method: 0 })));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, value] of changes) damaged[at] = value;
        for (const isHeld of [true, false])
          for (const fact of read(damaged, { isHeld })) expect(JSON.parse(JSON.stringify(fact))).toEqual(fact);
      }),
      { numRuns: sampled(400), seed: 7 },
    );
  });

  it('are told by their names', () => {
    const wants = (path: string): boolean =>
      javaArchive.wants({ path, type: 'file', size: 1000, mode: 0, userId: 0, groupId: 0 }, Buffer.alloc(0));
    expect(['a.jar', 'b/a.WAR', 'a.ear', 'x.lpkg', 'y.hpi', 'z.aar'].map(wants)).not.toContain(false);
    expect(['jar', 'a.jar.txt', 'a.zip', 'a.jar/b', 'a.', 'a.class'].map(wants)).not.toContain(true);
  });
});
