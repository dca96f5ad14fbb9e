import { distinct, emptySource, literalNames, literalPaths } from './source-text.ts';
import { type SourceFact } from './file-fact.ts';

const rubyRequire = /^[^#\n]*?\b(require|require_relative|load|autoload)[ (]+(?::\w+,\s*)?(["'])([\w./-]{1,200})\2/gm;
const rubyDynamic = /\b(?:require|load|require_relative)[ (]+(?:[a-z_"@A-Z][^"'\n]*#\{|[a-z_@])|\bBundler\.require\b/;
const rubyRuns = /\b(?:system|exec|spawn|Open3|IO\.popen|popen)\b|%x|`/;

/** What a Ruby file requires. Files beside it are written with `./`. */
export function readRuby(text: string): SourceFact {
  const always: string[] = [];
  const maybe: string[] = [];
  for (const [, how, , name] of text.matchAll(rubyRequire))
    if (how === 'require_relative') always.push(`./${name!}`);
    else (how === 'require' ? always : maybe).push(name!);
  return finish(text, { ...emptySource('ruby'), always, maybe }, rubyDynamic.test(text), rubyRuns.test(text));
}

const phpInclude = /\b(?:require|include)(?:_once)?\b[^;\n'"]{0,200}(["'])([^"'\n]{1,200})\1/g;
const phpDynamic = /\b(?:require|include)(?:_once)?\b\s*\(?\s*\$/;
/** Class names with a namespace, wherever they stand. */
const phpClass = /\b((?:[A-Za-z_]\w{0,80}\\){1,12}[A-Za-z_]\w{0,80})/g;
const phpRuns = /\b(?:exec|shell_exec|system|passthru|proc_open|popen)\s*\(/;

/** What a PHP file includes, and the classes that it names, which an autoloader finds. */
export function readPhp(text: string): SourceFact {
  const always = [...text.matchAll(phpInclude)].map(([, , name]) => `./${name!.replace(/^\.?\//, '')}`);
  const maybe = [...text.matchAll(phpClass)].map(([, name]) => name!);
  return finish(text, { ...emptySource('php'), always, maybe }, phpDynamic.test(text), phpRuns.test(text));
}

const perlUse = /^[ \t]*(?:use|require|no)[ \t]+([A-Za-z_][\w:]{0,200})/gm;
const perlFile = /\b(?:require|do)[ \t]+(["'])([^"'\n]{1,200})\1/g;
const perlModule = /["' ]([A-Z]\w{0,60}(?:::\w{1,60}){1,8})["' ;]/g;
const perlLists = /^[ \t]*use[ \t]+(?:base|parent)\b[^;]{0,500}/gm;
const perlRuns = /\b(?:system|exec|open)\b|\bqx\b|`/;
const perlDynamic = /\b(?:require|eval)[ \t]+(?:\$|"[^"]*\$|")/;

/** What a Perl file uses. */
export function readPerl(text: string): SourceFact {
  const always = [...text.matchAll(perlUse)].map(([, name]) => name!);
  for (const [list] of text.matchAll(perlLists)) for (const [name] of list.matchAll(/[A-Z]\w*(?:::\w+)*/g)) always.push(name);
  const maybe = [...text.matchAll(perlFile)].map(([, , name]) => `./${name!}`);
  for (const [, name] of text.matchAll(perlModule)) maybe.push(name!);
  return finish(text, { ...emptySource('perl'), always, maybe }, perlDynamic.test(text), perlRuns.test(text));
}

function finish(text: string, fact: SourceFact, isDynamic: boolean, runs: boolean): SourceFact {
  return {
    ...fact,
    always: distinct(fact.always),
    maybe: distinct(fact.maybe),
    names: isDynamic || runs ? literalNames(text) : [],
    paths: literalPaths(text),
    ...(isDynamic ? { isDynamic } : {}),
    ...(runs ? { runs } : {}),
  };
}
