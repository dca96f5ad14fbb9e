import { type SourceLanguage } from './file-fact.ts';

/** What a file is for whoever follows it. */
export type SourceKind = SourceLanguage | 'text';

const languageByExtension: ReadonlyMap<string, SourceKind> = new Map([
  ['.js', 'javascript'],
  ['.mjs', 'javascript'],
  ['.cjs', 'javascript'],
  ['.py', 'python'],
  ['.rb', 'ruby'],
  ['.ru', 'ruby'],
  ['.php', 'php'],
  ['.inc', 'php'],
  ['.phtml', 'php'],
  ['.pl', 'perl'],
  ['.pm', 'perl'],
  ['.psgi', 'perl'],
  ['.plx', 'perl'],
  ['.cgi', 'perl'],
  ['.al', 'perl'],
  ['.sh', 'text'],
  ['.bash', 'text'],
]);

/** Programs of scripts, by their name without a version. */
const languageByInterpreter: ReadonlyMap<string, SourceKind> = new Map([
  ['sh', 'text'],
  ['bash', 'text'],
  ['dash', 'text'],
  ['ash', 'text'],
  ['ksh', 'text'],
  ['zsh', 'text'],
  ['execlineb', 'text'],
  ['with-contenv', 'text'],
  ['node', 'javascript'],
  ['nodejs', 'javascript'],
  ['python', 'python'],
  ['pypy', 'python'],
  ['ruby', 'ruby'],
  ['php', 'php'],
  ['perl', 'perl'],
]);

/** Configuration in which paths, modules and programs are named. */
const configurationExtensions = new Set(['.conf', '.ini', '.cfg', '.cnf', '.service', '.yaml', '.yml', '.toml', '.json', '.env', '.pth']);
const codeFolders = /(?:^|\/)(?:node_modules|site-packages|dist-packages|share|gems)\//;
export const maxTextBytes = 64 * 1024;
export const maxSourceBytes = 4 * 1024 * 1024;

/** The language of a file by its name, and of a script by its first line; `undefined` for what nobody follows. */
export function sourceKindOf(path: string, size: number, head: Uint8Array): SourceKind | undefined {
  const slash = path.lastIndexOf('/');
  const dot = path.lastIndexOf('.');
  const extension = dot > slash ? path.slice(dot) : '';
  if (head[0] === 0x23 && head[1] === 0x21) {
    const found = interpreterKind(head);
    if (found !== undefined) return found;
  }
  const known = languageByExtension.get(extension);
  if (known !== undefined) return known;
  if (size > maxTextBytes || head.includes(0)) return undefined;
  if (path.startsWith('etc/') || path.includes('/etc/')) return isText(path) ? 'text' : undefined;
  if (extension === '.pth' || (configurationExtensions.has(extension) && !codeFolders.test(path))) return 'text';
  const name = path.slice(slash + 1);
  return textNames.has(name) ? 'text' : undefined;
}

/** Files without an extension that say what is run. */
const textNames = new Set(['Procfile', 'run', 'up', 'type', 'dependencies', 'Gemfile', 'Rakefile', 'config.ru', 'gunicorn.conf']);

function isText(path: string): boolean {
  return !/\.(?:pem|crt|key|0|gz|cache|list)$/.test(path) && !path.startsWith('etc/ssl/certs/');
}

function interpreterKind(head: Uint8Array): SourceKind | undefined {
  const line = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1').split('\n', 1)[0]!;
  for (const word of line.slice(2).trim().split(/\s+/)) {
    const name = word.slice(word.lastIndexOf('/') + 1).replace(/[\d.]+[a-z]*$/, '');
    const kind = languageByInterpreter.get(name);
    if (kind !== undefined) return kind;
    if (name !== 'env' && !word.startsWith('-') && !word.includes('=')) return undefined;
  }
  return undefined;
}
