import { emptySource, finishSource } from './source-text.ts';
import { type SourceFact } from './file-fact.ts';

const used = /^[ \t]*(?:use|require|no)[ \t]+([A-Za-z_][\w:]{0,200})/gm;
/** In the middle of a line: `eval { require Some::Module }`. */
const tried = /\b(?:require|use)[ \t]+([A-Za-z_][\w:]{0,200})/g;
const file = /\b(?:require|do)[ \t]+(["'])([^"'\n]{1,200})\1/g;
const module = /\b([A-Z]\w{0,60}(?:::\w{1,60}){1,8})\b/g;
/** `use Mojo::Base 'Mojolicious'`. */
const quoted = /["']([A-Z]\w{1,60})["']/g;
const lists = /^[ \t]*use[ \t]+(?:base|parent|ok|aliased)\b[^;]{0,500}/gm;
/** What a computed name begins with: `"DBD::$driver"`, `'Mojo::Server::' . $name`. */
const prefix = /["']((?:[A-Za-z_]\w{0,60}::)+)(?:["']\s*\.|[$@{%])/g;
const quotedPrefix = /["']([A-Z]\w{0,60}(?:::\w{1,60}){1,8})["']/g;
const runsPrograms = /\b(?:system|exec|open)\b|\bqx\b|`/;
const computed =
  /\b(?:require|do|eval)[ \t]+(?:\$|"[^"]*\$|")|\b(?:load_class|use_module|use_package_optimistically|require_module|load_optional_class|try_load_class)\b/;

/** What a Perl file uses. */
export function readPerl(whole: string, path: string): SourceFact {
  // What stands behind the end of the code is documentation or data.
  const text = codeOf(whole);
  const always = [...text.matchAll(used)].map(([, name]) => name!);
  for (const [list] of text.matchAll(lists)) for (const [name] of list.matchAll(/[A-Z]\w*(?:::\w+)*/g)) always.push(name);
  const maybe = [...text.matchAll(file)].map(([, , name]) => `./${name!}`);
  for (const pattern of [tried, module, quoted]) for (const [, name] of text.matchAll(pattern)) maybe.push(name!);
  const isDynamic = computed.test(text);
  const under = [...text.matchAll(prefix)].map(([, name]) => name!);
  // `load_class($name, 'Plack::Handler')`.
  if (isDynamic) for (const [, name] of text.matchAll(quotedPrefix)) under.push(`${name!}::`);
  const isApplication = !/\.pm$|(?:^|\/)perl\d?(?:-base)?\//.test(path);
  return finishSource({ ...emptySource('perl'), always, maybe, under }, text, {
    isDynamic,
    isOpen: isApplication && /\brequire[ \t]+(?:\$|"[^"]*\$)/.test(text),
    runs: runsPrograms.test(text),
    wantsNames: isApplication,
  });
} // prettier-ignore

function codeOf(whole: string): string {
  const lines: string[] = [];
  let isText = false;
  for (const line of whole.split('\n')) {
    if (!isText && /^__(?:END|DATA)__\s*$/.test(line)) break;
    const isCut = line.startsWith('=cut');
    if (!isCut && /^=[a-z]/.test(line)) isText = true;
    if (!isText) lines.push(line);
    if (isCut) isText = false;
  }
  return lines.join('\n');
}
