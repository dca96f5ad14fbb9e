import { distinct, emptySource, literalNames, literalPaths } from './source-text.ts';
import { type SourceFact } from './file-fact.ts';

/** Lines that import, and those that say where a function begins or ends. */
const line =
  /^([ \t]*)(?:(import|from)[ \t]+([^\n#]+)|(?:async[ \t]+)?(def)\b|(?:class|if|try|else|elif|except|finally|with|for|while|@)\b)/gm;
const imported = /\b(?:import_module|__import__|import_string)\(\s*[fr]?["']([\w.]{1,200})(["'{%])(\s*[+%])?/g;
/** An import by a name that is no literal. */
const computed =
  /\b(?:import_module|__import__|import_string|run_module|run_path|spec_from_file_location|load_module|walk_packages|iter_modules)\(\s*(?:([A-Za-z_]\w{0,60})\s*[,)]|(?![fr]?["')]))/g;
const definition = /\bdef[ \t]+$/;
const plugins = /\b(?:entry_points|iter_entry_points|load_entry_point|get_entry_map|ExtensionManager|DriverManager)\b/;
const dynamic =
  /\b(?:import_module|__import__|import_string|load_entry_point|entry_points|iter_modules|walk_packages|spec_from_file_location|exec_module|run_module|run_path|find_spec)\b/;
/** `package.module` or `package.module:name`, as frameworks name what they load. */
const dotted = /["']([A-Za-z_]\w{0,60}(?:[.:][A-Za-z_]\w{0,60}){1,10})["']/g;
const runsPrograms = /\b(?:subprocess|os\.(?:system|popen|exec|spawn|posix_spawn)|pexpect|check_output|Popen)\b/;

/** What a Python file imports. Imports inside functions happen later, or never. */
export function readPython(text: string, path: string): SourceFact {
  const always: string[] = [];
  const maybe: string[] = [];
  // A parenthesis after `import` may go over lines.
  const joined = text.replace(/\\\r?\n/g, ' ');
  let functionIndent = Infinity;
  for (const match of joined.matchAll(line)) {
    const [whole, indent = '', keyword, rest = '', isFunction] = match;
    if (indent.length <= functionIndent) functionIndent = Infinity;
    if (isFunction !== undefined) functionIndent = Math.min(functionIndent, indent.length);
    if (keyword === undefined) continue;
    const end = match.index + whole.length;
    const target = functionIndent < Infinity ? maybe : always;
    target.push(...(keyword === 'import' ? importNames(rest) : fromNames(rest, joined, end)));
  }
  const isDynamic = dynamic.test(text);
  const runs = runsPrograms.test(text);
  const under: string[] = [];
  for (const [, name, end, more] of text.matchAll(imported)) (/[{%]/.test(end!) || more !== undefined ? under : maybe).push(name!);
  for (const [, name] of text.matchAll(dotted)) maybe.push(name!.replaceAll(':', '.'));
  const isInstalled = /(?:^|\/)(?:site|dist)-packages\/|(?:^|\/)lib\/python[\d.]+\//.test(path);
  const isOpen = !isInstalled && hasUnbounded(text);
  return {
    ...emptySource('python'),
    always: distinct(always),
    maybe: distinct(maybe),
    under: distinct(under),
    names: isDynamic || runs || !isInstalled ? literalNames(text) : [],
    paths: literalPaths(text),
    ...(isDynamic ? { isDynamic } : {}),
    ...(isOpen ? { isOpen } : {}),
    ...(plugins.test(text) ? { findsPlugins: true as const } : {}),
    ...(runs ? { runs } : {}),
  };
}

const maxComputed = 50;

/** Whether some import is by a name that no literal of the file is given to. */
function hasUnbounded(text: string): boolean {
  let count = 0;
  for (const { index, 1: name } of text.matchAll(computed)) {
    if (++count > maxComputed) return true;
    if (!definition.test(text.slice(Math.max(0, index - 20), index)) && !isConstant(name, text)) return true;
  }
  return false;
}

/** A name that the file gives a literal to. */
function isConstant(name: string | undefined, text: string): boolean {
  return name !== undefined && new RegExp(`\\b${name}[ \\t]*=[ \\t]*["']`).test(text);
}

/** `a.b as c, d` */
function importNames(rest: string): readonly string[] {
  return rest.split(/[,;]/).flatMap((part) => /^\s*([\w.]+)/.exec(part)?.[1] ?? []);
}

const maxListCharacters = 20_000;

/** `.a import (b as c, d)`: `.a`, `.a.b` and `.a.d`, because what is imported may be a module. */
function fromNames(rest: string, text: string, end: number): readonly string[] {
  const [, module = '', names = ''] = /^(\.*[\w.]*)[ \t]+import\b[ \t]*(.*)$/.exec(rest.trim()) ?? [];
  if (module === '') return [];
  const close = names.startsWith('(') && !names.includes(')') ? text.indexOf(')', end) : -1;
  const list = close < 0 ? names : names + text.slice(end, Math.min(close, end + maxListCharacters));
  const prefix = module.endsWith('.') ? module : `${module}.`;
  const parts = list.replace(/#[^\n]*/g, '').split(/[(),;\s]+/);
  return [module, ...parts.filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== 'as').map((name) => prefix + name)];
}
