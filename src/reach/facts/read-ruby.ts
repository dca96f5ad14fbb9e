import { emptySource, finishSource } from './source-text.ts';
import { type SourceFact } from './file-fact.ts';

const required = /^[^#\n]*?\b(require|require_relative|load|autoload)[ (]+(?::\w+,\s*)?(["'])([\w./-]{1,200})\2/gm;
/** The argument is put together, or is no literal. */
const computed = /^[^#\n]*?\b(?:require|load|require_relative)[ (]+(?!["'][\w./-]*["'])([^\n]{1,200})/gm;
const plugins = /\bBundler\.(?:require|setup)\b|["']bundler\/setup["']|\bGem\.(?:activate_bin_path|find_files|bin_path)\b/;
const runsPrograms = /\b(?:system|exec|spawn|Open3|IO\.popen|popen)\b|%x|`/;
/** Files of the project itself. */
const ofThisFolder = /\b(?:__dir__|__FILE__|Dir\b|root\b|File\.(?:join|expand_path))/;

/** What a Ruby file requires. Files beside it are written with `./`. */
export function readRuby(text: string, path: string): SourceFact {
  const always: string[] = [];
  const maybe: string[] = [];
  for (const [, how, , name] of text.matchAll(required))
    if (how === 'require_relative') always.push(`./${name!}`);
    else (how === 'require' ? always : maybe).push(name!);
  const arguments_ = [...text.matchAll(computed)].map(([, given]) => given!);
  const isApplication = !/(?:^|\/)(?:gems|vendor_ruby|site_ruby|ruby\/\d[\d.]*)\//.test(path);
  // `Dir[…].each { |file| require file }` loads files of the project.
  const isOpen = isApplication && !ofThisFolder.test(text) && arguments_.some((given) => !ofThisFolder.test(given) && /^[a-z_@"']/.test(given));
  return finishSource({ ...emptySource('ruby'), always, maybe }, text, {
    isDynamic: arguments_.length > 0,
    isOpen,
    runs: runsPrograms.test(text),
    findsPlugins: plugins.test(text),
    wantsNames: isApplication,
  });
} // prettier-ignore
