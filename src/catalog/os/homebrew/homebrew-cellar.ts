import { JsonError } from '../../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { makeLanguagePackage } from '../../language/language-package.ts';
import { rememberByTree } from '../../remember-by-tree.ts';
import { filesBelow } from '../files-below.ts';
import { RecordIssues } from '../record-issues.ts';
import { readFormula } from './formula.ts';

const receipts = { names: ['INSTALL_RECEIPT.json'] };
const formulas = { inFolders: [{ folder: '.brew', file: '*.rb' }] };

/**
 * Kegs of Homebrew: `Cellar/NAME/VERSION/` with the receipt of the installation and a copy of the formula in `.brew/`; docs.brew.sh, Formula Cookbook, "Homebrew
 * terminology". The receipt counts where both are there.
 */
export const homebrewCellar: FileCataloger = {
  id: 'homebrew-cellar',
  evidence: 'file',
  ecosystems: ['brew'],
  details: ['dependencies', 'files', 'licenses'],
  files: { ...receipts, ...formulas, maxBytes: limits.packageManifestBytes },
  catalog: catalogKeg,
};

function catalogKeg(file: TreeEntry, content: Uint8Array, context: CatalogContext): Catalogued {
  return file.path.endsWith('/INSTALL_RECEIPT.json') ? catalogReceipt(file, content, context) : catalogFormula(file, content, context);
}

function catalogReceipt(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  const issues = new RecordIssues(homebrewCellar.id, file);
  const [, keg = '', name = '', version = ''] = /^(.*\/([^/]+)\/([^/]+))\/INSTALL_RECEIPT\.json$/.exec(`/${file.path}`) ?? [];
  if (name === '') {
    issues.add('is not in the folder of a keg');
    return { packages: [], issues: issues.list() };
  }
  const receipt = readReceipt(content, issues);
  const formula = tree.get(`${keg.slice(1)}/.brew/${name}.rb`);
  const license = formula === undefined ? undefined : readFormula(textOf(tree.read(formula))).license;
  const tap = tapOf(receipt);
  const made = makeLanguagePackage(
    'brew',
    { name, version, licenses: license === undefined ? [] : [license], purl: { qualifiers: tap === undefined ? {} : { tap } } },
    file,
  );
  const needed = neededNames(receipt);
  return {
    packages: [
      {
        ...made,
        ownedPaths: () => filesBelow(tree, keg.slice(1)),
        resolveDependencies: (idAt) =>
          [...new Set(needed.map((one) => idAt(receiptsOf(tree).get(one) ?? '')))].filter((id) => id !== undefined),
      },
    ],
    issues: issues.list(),
  };
}

/** A formula without a receipt: a bottle that was unpacked by hand. */
function catalogFormula(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  const keg = file.path.slice(0, file.path.lastIndexOf('/.brew/'));
  const name = file.path.slice(file.path.lastIndexOf('/') + 1, -'.rb'.length);
  if (tree.get(`${keg}/INSTALL_RECEIPT.json`) !== undefined || name === '') return { packages: [], issues: [] };
  const { version, license } = readFormula(textOf(content));
  const stated = { name, ...(version === undefined ? {} : { version }), licenses: license === undefined ? [] : [license] };
  const issues = new RecordIssues(homebrewCellar.id, file);
  if (version === undefined) issues.add(`${name} has no version`);
  return { packages: [makeLanguagePackage('brew', stated, file)], issues: issues.list() };
}

function readReceipt(content: Uint8Array, issues: RecordIssues): unknown {
  try {
    return parseJsonBounded(content, { maxBytes: limits.packageManifestBytes, maxDepth: limits.documentDepth });
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    issues.add(cause.message);
    return undefined;
  }
}

/** `homebrew/core` is the default and says nothing. */
function tapOf(receipt: unknown): string | undefined {
  const tap = (receipt as { readonly source?: { readonly tap?: unknown } | null } | null | undefined)?.source?.tap;
  return typeof tap === 'string' && tap !== '' && tap !== 'homebrew/core' ? tap : undefined;
}

function neededNames(receipt: unknown): readonly string[] {
  const list = (receipt as { readonly runtime_dependencies?: unknown } | null | undefined)?.runtime_dependencies;
  if (!Array.isArray(list)) return [];
  const names = list.map((one: unknown) => (one as { readonly full_name?: unknown } | null)?.full_name);
  // `homebrew/core/openssl@3` of another tap.
  return names.filter((one) => typeof one === 'string').map((one) => one.slice(one.lastIndexOf('/') + 1));
}

/** Paths of receipts by the names of their formulas. */
const receiptsOf = rememberByTree((tree): ReadonlyMap<string, string> => {
  const paths = new Map<string, string>();
  for (const { path } of tree.find(receipts)) {
    const name = path.split('/').at(-3);
    if (name !== undefined) paths.set(name, path);
  }
  return paths;
});

function textOf(content: Uint8Array | undefined): string {
  return content === undefined ? '' : Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
}
