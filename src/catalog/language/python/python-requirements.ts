import { type TreeEntry } from '../../../model/file-tree.ts';
import { makeIssue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { pep440Scheme } from '../../../version/pep440.ts';
import { makeSelectorIndex } from '../../../model/selector-index.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { makeLockPackages, type LockRecord } from '../lock-record.ts';
import { parseRequirement } from './requirement.ts';
import { listNames } from '../list-names.ts';
import { textOf } from '../text-of.ts';

// prettier-ignore
const usualNames = [
  'all', 'base', 'build', 'ci', 'common', 'core', 'dev', 'develop', 'development', 'doc', 'docs', 'extra', 'extras', 'full', 'lint', 'local', 'lock', 'locked',
  'main', 'min', 'optional', 'prod', 'production', 'release', 'runtime', 'staging', 'test', 'tests', 'testing', 'typing', 'web',
];

/** pip's requirements files: pip.pypa.io, "Requirements File Format". Only what is pinned to one version is a package; constraints and includes are files of their own. */
export const pythonRequirements: FileCataloger = {
  id: 'python-requirements',
  evidence: 'declared',
  ecosystems: ['pypi'],
  details: ['dependencies', 'development'],
  files: {
    suffixes: ['requirements.txt'],
    names: ['requirements.in', ...usualNames.flatMap((name) => ['-', '_', '.'].map((separator) => `requirements${separator}${name}.txt`))],
    inFolders: [{ folder: 'requirements', file: '*.txt' }],
    maxBytes: limits.lockfileBytes,
  },
  catalog: catalogPythonRequirements,
};

function catalogPythonRequirements(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  // What pip-compile writes says what the input became.
  if (file.path.endsWith('.in') && tree.get(file.path.replace(/in$/, 'txt')) !== undefined) return { packages: [], issues: [] };
  const included: string[] = [];
  let places = 0;
  const records: LockRecord[] = [];
  const open = new Set<string>();
  const unread: number[] = [];
  const isDevelopment = /(?:^|[-_/])(?:dev|test|tests|lint|docs)[-_.][^/]*$/.test(file.path);
  for (const { number, text } of logicalLines(textOf(content))) {
    const include = /^(?:-r|--requirement)[\s=]*(\S+)/.exec(text)?.[1];
    if (include !== undefined && !isReadItself(include)) included.push(include);
    // Of the project itself, and of addresses and folders, no version is known.
    if (/^(?:[a-z+]+:\/\/|\.{0,2}\/)/i.test(text) || /^(?:-e|--editable)[\s=]+(?!\.\/?$)/.test(text)) places += 1;
    if (text.startsWith('-') || /^(?:[a-z+]+:\/\/|\.{0,2}\/|\.$)/i.test(text)) continue;
    const requirement = parseRequirement(text);
    if (requirement === undefined || (requirement.version !== undefined && !pep440Scheme.isValid(requirement.version))) unread.push(number);
    else if (requirement.version === undefined) {
      open.add(requirement.name);
    } else {
      const { name, version } = requirement;
      records.push({ key: `${name} ${version}`, name, version, dependencies: [], ...(isDevelopment ? { isDevelopment } : {}) });
    }
  }
  const where = { path: file.path, layerIndex: file.layerIndex, contentKind: 'python' } as const;
  return {
    packages: makeLockPackages('pypi', records, file),
    issues: [],
    inSource: [
      ...(unread.length === 0 ? [] : [makeIssue('LOCKFILE_UNREADABLE', pythonRequirements.id, `${file.path} ${linesText(unread)}`, where)]),
      ...(included.length === 0
        ? []
        : [
            makeIssue(
              'LOCKFILE_UNREADABLE',
              pythonRequirements.id,
              `${file.path} includes files that are not read: ${listNames(included)}`,
              where,
            ),
          ]),
      ...(places === 0
        ? []
        : [
            makeIssue(
              'DEPENDENCIES_NOT_PINNED',
              pythonRequirements.id,
              `${file.path} takes ${places} ${places === 1 ? 'package' : 'packages'} from an address or a folder`,
              where,
            ),
          ]),
      ...(open.size === 0
        ? []
        : [makeIssue('DEPENDENCIES_NOT_PINNED', pythonRequirements.id, `${file.path} pins no version of ${listNames([...open])}`, where)]),
    ],
  };
}

/** Whether the cataloger reads a file of this name by itself. */
export function isReadItself(path: string): boolean {
  index ??= makeSelectorIndex([pythonRequirements.files]);
  return index.find(path.replace(/^(?:\.{1,2}\/)+/, '')) !== undefined;
}

let index: ReturnType<typeof makeSelectorIndex> | undefined;

/** Without comments, options of single requirements and empty lines; a backslash at the end of a line continues it. */
function* logicalLines(content: string): Iterable<{ readonly number: number; readonly text: string }> {
  let held = '';
  let first = 0;
  for (const [index, line] of content
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (held === '') first = index + 1;
    const withoutComment = line.replace(/(?:^|\s)#.*$/, '');
    if (withoutComment.endsWith('\\') && withoutComment === line) {
      held += `${withoutComment.slice(0, -1)} `;
      continue;
    }
    const text = (held + withoutComment).replace(/\s--?[a-z][a-z-]*[=\s].*$/s, '').trim();
    held = '';
    if (text !== '') yield { number: first, text };
  }
  if (held.trim() !== '') yield { number: first, text: held.replace(/\s--?[a-z][a-z-]*[=\s].*$/s, '').trim() };
}

function linesText(lines: readonly number[]): string {
  const shown = lines.slice(0, shownItems).join(', ');
  const others = lines.length > shownItems ? ` and ${lines.length - shownItems} more` : '';
  return lines.length === 1 ? `has a line that is no requirement: ${shown}` : `has lines that are no requirements: ${shown}${others}`;
}

const shownItems = 5;
