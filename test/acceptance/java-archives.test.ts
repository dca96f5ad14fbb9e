import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArchiveFact } from '../../src/catalog/language/java/archive-fact.ts';
import { javaArchive } from '../../src/catalog/language/java/java-archive.ts';
import { identifyArchive, nameOf } from '../../src/catalog/language/java/java-identity.ts';

const hasJar = spawnSync('jar', ['--version']).status === 0;

/** What the inspector learns of a file that streams by. */
function inspect(path: string): readonly ArchiveFact[] {
  const size = statSync(path).size;
  const inspection = javaArchive.open({ path, type: 'file', size, mode: 0o644, userId: 0, groupId: 0 });
  const buffer = Buffer.alloc(200_000);
  const descriptor = openSync(path, 'r');
  try {
    for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer))
      inspection.write(buffer.subarray(0, length));
    return inspection.end(true)[0] as readonly ArchiveFact[];
  } finally {
    closeSync(descriptor);
  }
}

describe.skipIf(!hasJar)('archives of the jar tool', () => {
  let folder = '';
  const jar = (options: string, file: string, from: string): void =>
    void execFileSync('jar', [options, join(folder, file), '-C', join(folder, from), '.']);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pratique-java-'));
    const files = {
      'lib/META-INF/maven/org.yaml/snakeyaml/pom.properties': 'groupId=org.yaml\nartifactId=snakeyaml\nversion=1.33\n',
      'lib/org/yaml/snakeyaml/Yaml.class': 'x'.repeat(100_000),
      'app/META-INF/maven/com.acme/shop/pom.properties': 'groupId=com.acme\nartifactId=shop\nversion=1.2\n',
      'app/big.bin': Buffer.alloc(60 << 20, 'some text '),
      'app/BOOT-INF/lib/.keep': '',
    };
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    jar('cfM', 'app/BOOT-INF/lib/snakeyaml-1.33.jar', 'lib');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // Deflated, the jar tool writes sizes behind the content; stored, this one is too large to be held.
  it.each(['cf', 'cfM', 'cf0', 'cfM0'])('jar %s', (options) => {
    jar(options, `shop-${options}.jar`, 'app');
    const facts = inspect(join(folder, `shop-${options}.jar`));
    expect(
      facts.map(({ inside, poms, problems }) => [inside, poms.map(({ artifact, version }) => `${artifact!} ${version!}`), problems]),
    ).toEqual([
      [[], ['shop 1.2'], []],
      [['BOOT-INF/lib/snakeyaml-1.33.jar'], ['snakeyaml 1.33'], []],
    ]);
  });
});

/** Jars in a Maven repository, whose paths say what each is. */
function* jarsIn(folder: string): Iterable<string> {
  for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* jarsIn(path);
    else if (entry.name.endsWith('.jar') && existsSync(path) && !/-(?:sources|javadoc|tests)\.jar$/.test(entry.name)) yield path;
  }
}

const repositories = [join(homedir(), '.m2/repository'), '/usr/share/maven-repo'];
const jars = repositories.flatMap((root) => [...jarsIn(root)].slice(0, 600).map((path) => ({ root, path })));

describe.skipIf(jars.length < 50)('artifacts of a Maven repository', () => {
  it('are named by their groups, or by none', () => {
    const wrong: string[] = [];
    let exact = 0;
    for (const { root, path } of jars) {
      const [version = '', artifact = '', ...group] = path
        .slice(root.length + 1)
        .split('/')
        .slice(0, -1)
        .reverse();
      const name = `${group.reverse().join('.')}:${artifact}`;
      const { artifact: found } = identifyArchive(inspect(path)[0]!, path);
      if (found === undefined) continue;
      if (nameOf(found) === name && (found.version === version || root === repositories[1])) exact += 1;
      else if (found.group !== undefined && nameOf(found) !== name) wrong.push(`${name} ${version} is called ${nameOf(found)}`);
    }
    // Distributions relocate artifacts, and a few jars carry the pom of another.
    expect(wrong.length, wrong.join('\n')).toBeLessThan(jars.length / 20);
    // Of the 145 jars of Debian's Maven 107 are named exactly, of those of projects more: some jars carry neither a pom nor a bundle's name.
    expect(exact).toBeGreaterThan(jars.length * 0.7);
  });
});
