/** What a file is by its name, for rules that trust names of variables more in one than in another. */
export type FileClass = 'prose' | 'code' | 'settings';

const prose =
  /\.(?:md|markdown|rst|adoc|txt|html?|po|pot|tex|man|[1-9]|pod|ipynb|svg|css|map)$|(?:^|\/)(?:changelog|license|licence|notice|authors|news|readme|copyright)[^/]*$/;
const code =
  /\.(?:[cm]?[jt]sx?|vue|svelte|py|pyi|rb|php|java|kt|scala|groovy|go|rs|c|cc|cpp|h|hpp|cs|swift|m|pl|pm|lua|r|dart|ex|exs|erl|hs|clj|sql|el|vim)$/;

/** `path` in lower case. */
export function fileClassOf(path: string): FileClass {
  if (prose.test(path)) return 'prose';
  return code.test(path) ? 'code' : 'settings';
}
