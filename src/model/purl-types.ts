/** The parts that the rules of a type look at. */
interface TypedParts {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  readonly qualifiers?: ReadonlyMap<string, string> | Readonly<Record<string, string>>;
}

/** What one purl type asks beyond the general rules; purl-spec, types/TYPE-definition.json. */
interface TypeRule {
  readonly lowerNamespace?: boolean;
  readonly lowerName?: boolean;
  readonly lowerVersion?: boolean;
  /** Why the parts are refused. */
  readonly findFault?: (parts: TypedParts) => string | undefined;
}

/** Type in lower case, namespace, name and version as the type writes them. */
export function normalizePurl<Parts extends TypedParts>(parts: Parts): Parts {
  const type = parts.type.toLowerCase();
  const rule = rules.get(type);
  if (rule === undefined) return type === parts.type ? parts : { ...parts, type };
  const isLower = rule.lowerName === true || (type === 'mlflow' && isDatabricks(parts));
  const lowerName = isLower ? parts.name.toLowerCase() : parts.name;
  // purl-spec, pypi: dashes and underscores are the same.
  const name = type === 'pypi' ? lowerName.replaceAll('_', '-') : lowerName;
  const namespace = rule.lowerNamespace === true ? parts.namespace?.toLowerCase() : parts.namespace;
  const version = rule.lowerVersion === true ? parts.version?.toLowerCase() : parts.version;
  // Nearly all parts are as their type writes them, and are not copied.
  const isSame = type === parts.type && name === parts.name && namespace === parts.namespace && version === parts.version;
  if (isSame) return parts;
  return { ...parts, type, name, ...(namespace === undefined ? {} : { namespace }), ...(version === undefined ? {} : { version }) };
}

/** Why the type refuses these parts, if it does. */
export function findPurlFault(parts: TypedParts): string | undefined {
  return rules.get(parts.type)?.findFault?.(parts);
}

const both: TypeRule = { lowerNamespace: true, lowerName: true };

const rules: ReadonlyMap<string, TypeRule> = new Map<string, TypeRule>([
  ['alpm', both],
  ['apk', both],
  ['bitbucket', both],
  ['bitnami', both],
  ['brew', both],
  ['chrome-extension', { findFault: findChromeExtensionFault }],
  ['composer', both],
  ['cpan', { findFault: ({ name }) => (name.includes('::') ? 'the name is a module, not a distribution' : undefined) }],
  ['deb', both],
  ['github', both],
  ['hex', both],
  ['huggingface', { lowerVersion: true }],
  ['julia', { findFault: (parts) => (findQualifier(parts, 'uuid') === undefined ? 'no uuid' : undefined) }],
  ['luarocks', both],
  ['mlflow', {}],
  ['oci', both],
  ['otp', { lowerName: true, findFault: findForbiddenNamespace }],
  ['pub', { lowerName: true }],
  ['pypi', { lowerName: true }],
  ['qpkg', { lowerNamespace: true }],
  ['rpm', { lowerNamespace: true }],
  ['swift', { findFault: findMissingNamespace }],
  ['vcpkg', { findFault: findForbiddenNamespace }],
  ['vscode-extension', { ...both, findFault: findMissingNamespace }],
]);

function findForbiddenNamespace({ namespace = '' }: TypedParts): string | undefined {
  return namespace === '' ? undefined : 'a namespace is not allowed';
}

function findMissingNamespace({ namespace = '' }: TypedParts): string | undefined {
  return namespace === '' ? 'no namespace' : undefined;
}

function findChromeExtensionFault({ name, version = '' }: TypedParts): string | undefined {
  if (!/^[a-p]{32}$/.test(name)) return 'the name is not an extension id';
  return version === '' || /^\d{1,5}(?:\.\d{1,5}){0,3}$/.test(version) ? undefined : 'the version is not one to four numbers';
}

/** Databricks' model registry does not tell upper from lower case; others do. */
function isDatabricks(parts: TypedParts): boolean {
  return findQualifier(parts, 'repository_url')?.includes('azuredatabricks.net') === true;
}

function findQualifier({ qualifiers }: TypedParts, key: string): string | undefined {
  if (qualifiers === undefined) return undefined;
  return qualifiers instanceof Map
    ? (qualifiers as ReadonlyMap<string, string>).get(key)
    : (qualifiers as Readonly<Record<string, string>>)[key];
}
