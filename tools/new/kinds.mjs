/** What each kind of member is made of. `takes` are the words after the kind; paths are relative to the checkout. */
export const kinds = new Map([
  ['cataloger', { takes: ['os|language', 'ECOSYSTEM', 'NAME'], example: 'language cargo cargo-lock', make: makeCataloger }],
  ['advisory-source', { takes: ['NAME'], example: 'ubuntu-osv', make: makeAdvisorySource }],
  ['rule', { takes: ['SUBJECT', 'NAME'], example: 'dockerfile no-root-user', make: makeRule }],
  ['version-scheme', { takes: ['NAME'], example: 'calver', make: makeVersionScheme }],
  ['reporter', { takes: ['NAME'], example: 'sarif', make: makeReporter }],
]);

function makeCataloger([folder, ecosystem, name]) {
  const exported = camel(name);
  const entry = `src/catalog/${folder}/${ecosystem}/${name}.ts`;
  return {
    exported,
    entry,
    list: {
      path: 'src/catalog/catalogers.ts',
      name: 'catalogers',
      isSorted: true,
      type: 'Cataloger',
      typeFrom: './cataloger.ts',
      doc: 'Every cataloger.',
    },
    files: {
      [entry]: folder === 'os' ? osCataloger(name, exported) : languageCataloger(ecosystem, name, exported),
      [entry.replace('.ts', '.test.ts')]: `import { describe, expect, it } from 'vitest';
import { describeCataloger, runCataloger } from '../../../../test/support/cataloger-contract.ts';
import { ${exported} } from './${name}.ts';

describeCataloger(${exported}, { 'app/${name}': 'a 1.0.0\\n' });

describe('${name}', () => {
  it('is an issue where it cannot be read', () => {
    const { packages, issues } = runCataloger(${exported}, 'app/${name}', Buffer.from('not one'));
    expect([packages, issues.map(({ code }) => code)]).toEqual([[], ['LOCKFILE_UNREADABLE']]);
  });
});
`,
    },
    next: [
      'put the ecosystem into src/model/ecosystem.ts if it is new',
      'write the format in the test, then the parser; docs/how-to/add-an-ecosystem.md walks through one',
    ],
  };
}

function osCataloger(name, exported) {
  return `import { type TreeEntry } from '../../../model/file-tree.ts';
import { makeIssue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { packageId } from '../../../model/package.ts';
import { formatPurl } from '../../../model/purl.ts';
import { type Catalogued, type FileCataloger } from '../../cataloger.ts';

/** Reads … (the specification and its section). */
export const ${exported}: FileCataloger = {
  id: '${name}',
  evidence: 'declared',
  ecosystems: ['npm'],
  details: [],
  files: { names: ['${name}'], maxBytes: limits.lockfileBytes },
  catalog: catalog${pascal(name)},
};

/** Never throws: what cannot be read is an issue. */
function catalog${pascal(name)}(file: TreeEntry, content: Uint8Array): Catalogued {
  const text = Buffer.from(content).toString('utf8');
  const parts = /^([a-z]+) ([0-9.]+)\\n$/.exec(text);
  if (parts === null) {
    const issue = makeIssue('LOCKFILE_UNREADABLE', ${exported}.id, \`\${file.path} is not a ${name} file\`, { path: file.path });
    return { packages: [], issues: [issue] };
  }
  const [, packageName = '', version = ''] = parts;
  const purl = formatPurl({ type: 'npm', name: packageName, version });
  const locations = [{ path: file.path, layerIndex: file.layerIndex }];
  const id = packageId(purl, file.path);
  return { packages: [{ id, purl, ecosystem: 'npm', name: packageName, version, locations, licenses: [], dependencies: [] }], issues: [] };
}
`;
}

function languageCataloger(ecosystem, name, exported) {
  return `import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { type Lock } from '../lock-record.ts';
import { textOf } from '../text-of.ts';

/** Reads … (the specification and its section). Installed packages, one manifest each: manifestCataloger. */
export const ${exported}: FileCataloger = lockCataloger({
  id: '${name}',
  // The ecosystem's row: ${ecosystem}.
  ecosystems: ['npm'],
  details: [],
  files: { names: ['${name}'] },
  parse: (content) => parse${pascal(name)}(textOf(content)),
});

/** Never throws: what cannot be read is a problem. */
function parse${pascal(name)}(text: string): Lock {
  const [, packageName, version] = /^([a-z]+) ([0-9.]+)\\n$/.exec(text) ?? [];
  if (packageName === undefined || version === undefined) return unreadableLock('is not a ${name} file');
  return { records: [{ key: packageName, name: packageName, version, dependencies: [] }], problems: [] };
}
`;
}

function makeAdvisorySource([name]) {
  const exported = camel(name);
  const entry = `src/advisory/source/${name}/${name}.ts`;
  return {
    exported,
    entry,
    list: {
      path: 'src/advisory/advisory-sources.ts',
      name: 'advisorySources',
      type: 'AdvisorySource',
      typeFrom: './source/advisory-source.ts',
      doc: 'Every publisher of advisories.',
    },
    files: {
      [entry]: `import { type Advisory } from '../../../model/advisory.ts';
import { type Issue } from '../../../model/issue.ts';
import { type AdvisorySource } from '../advisory-source.ts';

/** Advisories of … (where its format is described). */
export const ${exported}: AdvisorySource = {
  id: '${name}',
  version: 1,
  title: '${name}',
  license: 'UNKNOWN',
  files: [{ path: '${name}/all.json', upstream: 'https://example.org/all.json' }],
  parse: async function* () {
    yield* await Promise.resolve<(Advisory | Issue)[]>([]);
  },
};
`,
      [entry.replace('.ts', '.test.ts')]: test(
        name,
        exported,
        `expect(${exported}.files.map(({ path }) => path.startsWith('${name}/'))).toEqual([true]);`,
        'keeps its files in a folder of its own',
      ),
    },
    next: [
      'record a trimmed folder beside the test and what it should give',
      'put licence and attribution into docs/reference/dependencies.md',
    ],
  };
}

function makeRule([subject, name]) {
  const exported = camel(name);
  const entry = `src/check/${subject}/rules/${name}.ts`;
  const type = `${pascal(subject)}Rule`;
  return {
    exported,
    entry,
    list: {
      path: `src/check/${subject}/${subject}-rules.ts`,
      name: `${camel(subject)}Rules`,
      type,
      typeFrom: `./${subject}-rule.ts`,
      doc: `Every rule about ${subject}.`,
    },
    files: {
      [entry]: `import { type ${type} } from '../${subject}-rule.ts';

export const ${exported}: ${type} = {
  id: '${name}',
  kind: 'misconfiguration',
  title: 'What is wrong',
  rationale: 'Why it matters.',
  remediation: 'Do this.',
  severity: 'low',
  aliases: [],
  references: [],
  // They are the tests and the page in docs/reference/rules/.
  examples: { bad: ['FROM debian:12'], good: ['FROM scratch'] },
  check: () => [],
};
`,
    },
    next: ['write the examples: they are the tests and the documentation', 'npm run docs'],
  };
}

function makeVersionScheme([name]) {
  const exported = `${camel(name)}Scheme`;
  const entry = `src/version/${name}.ts`;
  return {
    exported,
    entry,
    list: { path: 'src/version/version-schemes.ts', name: 'versionSchemes', entry: `${JSON.stringify(name)}: ${exported}` },
    edits: [{ path: 'src/model/version-scheme.ts', from: /(export type VersionSchemeId =[^;]*);/, to: `$1 | '${name}';` }],
    files: {
      [entry]: `import { type VersionScheme } from '../model/version-scheme.ts';

export const ${exported}: VersionScheme = {
  id: '${name}',
  specification: 'https://example.org/',
  isValid: (version) => /^\\d{1,9}$/.test(version),
  compare: (a, b) => read(a) - read(b),
};

function read(version: string): number {
  if (!${exported}.isValid(version)) throw new RangeError(\`not a ${name} version: \${version}\`);
  return Number(version);
}
`,
      [entry.replace('.ts', '.test.ts')]: `import { describe, expect, it } from 'vitest';
import { ${exported} } from './${name}.ts';

describe('${name}', () => {
  it.each([
    ['1', '2', -1],
    ['2', '2', 0],
  ])('%s against %s', (a, b, expected) => {
    expect(Math.sign(${exported}.compare(a, b))).toBe(expected);
    expect(Math.sign(${exported}.compare(b, a))).toBe(0 - expected);
  });
});
`,
    },
    next: [`put upstream's own comparison list into src/version/testdata/${name}.txt`],
  };
}

function makeReporter([name]) {
  const exported = `${camel(name)}Reporter`;
  const entry = `src/report/${name}.ts`;
  return {
    exported,
    entry,
    list: { path: 'src/report/reporters.ts', name: 'reporters' },
    files: {
      [entry]: `import { type JudgedReport, type Reporter } from './reporter.ts';

/** Writes … (the specification and its version). */
export const ${exported}: Reporter = {
  format: '${name}',
  title: '${name}',
  mediaType: 'text/plain',
  load: () => Promise.resolve(write),
};

function* write(reports: readonly JudgedReport[]): Iterable<string> {
  for (const { report } of reports) yield \`\${report.target.name}\\n\`;
}
`,
      [entry.replace('.ts', '.test.ts')]: test(
        name,
        exported,
        `const write = await ${exported}.load();\n    expect([...write([], { width: 80, useColor: false, isVerbose: false, toolVersion: '1' })]).toEqual([]);`,
        'writes nothing about nothing',
      ),
    },
    next: ['escape everything that comes from the image', 'add a golden file'],
  };
}

function test(name, imported, assertion, says) {
  return `import { describe, expect, it } from 'vitest';
import { ${imported} } from './${name}.ts';

describe('${name}', () => {
  it('${says}', ${assertion.includes('await ') ? 'async ' : ''}() => {
    ${assertion}
  });
});
`;
}

function camel(name) {
  return name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

function pascal(name) {
  const text = camel(name);
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}
