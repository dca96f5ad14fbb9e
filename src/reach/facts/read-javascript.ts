import { distinct, emptySource, literalNames, literalPaths } from './source-text.ts';
import { type SourceFact } from './file-fact.ts';

/** A call of `require`, `require.resolve` or `import`, with what its argument begins with. */
const call =
  /\b(?:require(?:\.resolve)?|import)\s*\(\s*(?:\/\*[^*]{0,100}\*\/\s*)?(?:(["'])([^"'\n\\]{1,300})\1\s*([),+.])|`([^`$\n\\]{0,300})(`|\$\{)|([^\s"'`)/]))/g;
/** `import … from 'x'`, `export … from 'x'`. */
const from = /\bfrom\s*(["'])([^"'\n\\]{1,300})\1/g;
const bare = /\bimport\s*(["'])([^"'\n\\]{1,300})\1/g;
/** Literals that name a file beside this one. */
const relative = /(["'`])(\.{1,2}\/[\w@./-]{1,200})\1/g;
const runsPrograms = /\b(?:child_process|execa|cross-spawn|shelljs)\b/;
const maxComputed = 50;
const filesBeside = /\b(?:__dirname|import\.meta)\b/;

/** What a JavaScript file loads, read without a full parser: a match in a comment only makes the answer wider. */
export function readJavascript(text: string, path: string): SourceFact {
  const always: string[] = [];
  const maybe: string[] = [];
  const under: string[] = [];
  let isDynamic = false;
  let isOpen = false;
  let computed = 0;
  const isApplication = !/(?:^|\/)node_modules\/|^usr\/(?:share|lib(?:\/[\w-]+)?)\/nodejs\//.test(path);
  for (const match of text.matchAll(call)) {
    const [whole, , quoted, next, template, end, other] = match;
    if (other !== undefined) {
      isDynamic = true;
      isOpen ||= isApplication && (++computed > maxComputed || !isBounded(text, match.index + whole.length - 1));
    } else if (template !== undefined) (end === '`' ? maybe : under).push(template);
    else if (next === '+' || next === '.') under.push(quoted!);
    else (whole.startsWith('import') ? maybe : always).push(quoted!);
  }
  if (under.includes('')) isDynamic = true;
  for (const [, , name] of text.matchAll(from)) always.push(name!);
  for (const [, , name] of text.matchAll(bare)) always.push(name!);
  for (const [, , name] of text.matchAll(relative)) maybe.push(name!);
  const runs = runsPrograms.test(text);
  const wantsNames = isDynamic || runs || isApplication || filesBeside.test(text);
  return {
    ...emptySource('javascript'),
    always: distinct(always),
    maybe: distinct(maybe.filter((name) => !always.includes(name))),
    under: distinct(under.filter((prefix) => prefix !== '')),
    names: wantsNames ? literalNames(text) : [],
    paths: literalPaths(text),
    ...(isDynamic ? { isDynamic } : {}),
    ...(isOpen ? { isOpen } : {}),
    ...(runs ? { runs } : {}),
  };
}

const ofThisFolder =
  /^(?:\w{1,20}\.)?(?:join|resolve)\(\s*(?:__dirname|import\.meta)|^__(?:dirname|filename)|^new URL\(|^\w{1,40}\.resolve\(\s*["']/;

/** Whether an argument is a path beside this file, or a constant of it: then the literals of the file say all that it can be. */
function isBounded(text: string, at: number): boolean {
  const argument = text.slice(at, at + 200);
  if (ofThisFolder.test(argument)) return true;
  const name = /^([A-Za-z_$][\w$]{0,60})\s*[,)]/.exec(argument)?.[1]?.replaceAll('$', '\\$');
  return name !== undefined && new RegExp(`\\b(?:const|let|var)\\s+${name}\\s*=\\s*["'\`]`).test(text);
}
