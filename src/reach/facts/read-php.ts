import { emptySource, finishSource } from './source-text.ts';
import { type SourceFact } from './file-fact.ts';

const included = /\b(?:require|include)(?:_once)?\b[^;\n'"]{0,200}(["'])([^"'\n]{1,200})\1/g;
const computedFile = /\b(?:require|include)(?:_once)?\b\s*\(?\s*\$/;
/** Class names with a namespace, wherever they stand; in strings their backslashes are written twice. */
const className = /\b((?:[A-Za-z_]\w{0,80}\\{1,2}){1,12}[A-Za-z_]\w{0,80})/g;
const computedClass = /\bnew\s+\$|\$\w+::/;
const runsPrograms = /\b(?:exec|shell_exec|system|passthru|proc_open|popen)\s*\(/;

/** What a PHP file includes, and the classes that it names, which an autoloader finds. */
export function readPhp(text: string, path: string): SourceFact {
  const always = [...text.matchAll(included)].map(([, , name]) => `./${name!.replace(/^\.?\//, '')}`);
  const maybe = [...text.matchAll(className)].map(([, name]) => name!.replaceAll('\\\\', '\\'));
  const isApplication = !/(?:^|\/)vendor\/|^usr\/share\/php\//.test(path);
  return finishSource({ ...emptySource('php'), always, maybe }, text, {
    isDynamic: computedFile.test(text),
    isOpen: isApplication && computedClass.test(text),
    runs: runsPrograms.test(text),
  });
}
