import { exitCodes } from '../../model/exit-codes.ts';
import { ignored, type Peer, renamed, switched } from './peer.ts';

const formats: ReadonlyMap<string, string> = new Map([['json', 'gitleaks-json']]);
const always = 'not needed; secrets are always masked';
const unlike = 'it has no counterpart; every commit and every rule is searched';

/** `gitleaks git`, `dir`, and the older `detect` and `protect`: flags, reports, baselines and exit codes. */
export const gitleaks: Peer = {
  name: 'gitleaks',
  environmentPrefix: '',
  verbs: new Map<string, readonly string[]>([
    ['git', ['secrets']],
    ['dir', ['secrets']],
    ['directory', ['secrets']],
    ['file', ['secrets']],
    ['files', ['secrets']],
    ['detect', ['secrets']],
    ['version', ['version']],
  ]),
  options: [
    // The place that `arrange` makes a target of.
    { flags: ['--source', '-s'], takesValue: true, to: (value) => [value] },
    switched(['--no-git'], '--no-git'),
    { flags: ['--report-format', '-f'], takesValue: true, to: (value) => [`--report-format=${formats.get(value) ?? value}`] },
    { flags: ['--report-path', '-r'], takesValue: true, to: (value) => [`--report-path=${value}`] },
    renamed(['--config', '-c'], 'secret-rules'),
    renamed(['--baseline-path', '-b'], 'ignorefile'),
    renamed(['--gitleaks-ignore-path', '-i'], 'ignorefile'),
    renamed(['--exit-code'], 'exit-code'),
    switched(['--verbose', '-v'], '--verbose'),
    ignored(false, always, '--redact'),
    ignored(false, 'not needed; there is no banner', '--no-banner', '--no-color'),
    ignored(false, unlike, '--follow-symlinks', '--ignore-gitleaks-allow', '--staged', '--pre-commit'),
    ignored(true, unlike, '--log-opts', '--enable-rule', '--max-target-megabytes', '--log-level', '-l', '--max-decode-depth', '--max-archive-depth', '--timeout', '--platform'),
  ],
  usual: [{ unless: ['--exit-code='], word: '--exit-code=1' }],
  always: [],
  arrange: (verb, words) => {
    const isFolder = !['git', 'detect'].includes(verb) || words.includes('--no-git');
    const [place = '.'] = words.filter((word) => !word.startsWith('-'));
    const path = valueOf(words, '--report-path=');
    const format = valueOf(words, '--report-format=') ?? 'gitleaks-json';
    const own = words.filter((word) => word.startsWith('-') && !/^--(?:no-git$|report-)/.test(word));
    return [...own, ...(path === undefined ? [] : [`--output=${format}=${path}`]), `${isFolder ? 'dir' : 'git'}:${place}`];
  },
  exitCode: (ours) => (ours === exitCodes.incomplete ? 0 : ours === exitCodes.usageError || ours === exitCodes.failed ? 1 : ours),
  ignoreFiles: ['.gitleaksignore'],
}; // prettier-ignore

function valueOf(words: readonly string[], start: string): string | undefined {
  return words.findLast((word) => word.startsWith(start))?.slice(start.length);
}
