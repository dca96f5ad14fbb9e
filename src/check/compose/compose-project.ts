import { memberOf, membersOf, itemsOf, textOf, parseLocatedYaml, type LocatedYaml, type YamlRange } from '../../lib/yaml/located-yaml.ts';
import { locationOf } from '../../lib/yaml/location-of.ts';
import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { type RuleLocation } from '../../model/finding.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { interpolate } from './interpolate.ts';
import { mergeYaml } from './merge-services.ts';

/** The text of a file by its path as the project names it, from the directory of the file that names it; `undefined` where it cannot be read. */
export type ReadText = (path: string) => string | undefined;

export interface ComposeService {
  readonly name: string;
  readonly at: RuleLocation;
  readonly node: LocatedYaml;
}

/** A Compose project as its files say it together. */
export interface ComposeProject {
  readonly services: readonly ComposeService[];
  readonly networks: ReadonlyMap<string, { readonly at: YamlRange; readonly value: LocatedYaml }>;
  readonly volumes: ReadonlyMap<string, { readonly at: YamlRange; readonly value: LocatedYaml }>;
  readonly secrets: ReadonlyMap<string, { readonly at: YamlRange; readonly value: LocatedYaml }>;
  readonly configs: ReadonlyMap<string, { readonly at: YamlRange; readonly value: LocatedYaml }>;
  /** Files that services are given and Git keeps: of variables, and of secrets. */
  readonly files: readonly ComposeFile[];
  /** Of `.env` beside the first file. Others are given when it is started. */
  readonly variables: ReadonlyMap<string, string>;
  readonly issues: readonly Issue[];
}

export interface ComposeFile {
  readonly kind: 'variables' | 'secret';
  readonly path: string;
  readonly at: YamlRange;
  readonly text: string;
}

/** Whether Git keeps a file; absent where that is not known. */
export type IsTracked = (path: string) => boolean;

export interface ComposeText {
  readonly path: string;
  readonly text: string;
}

/**
 * Reads a Compose file with what it includes and extends, and files that are laid over it, as `docker compose --file A --file B` does;
 * compose-spec.io. What cannot be read is an issue, and the rest is judged.
 */
export function readProject(
  path: string,
  text: string,
  read: ReadText,
  overrides: readonly ComposeText[] = [],
  isTracked: IsTracked = () => false,
): ComposeProject {
  return new ProjectReader(read, isTracked).read([{ path, text }, ...overrides]);
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash + 1);
}

class ProjectReader {
  readonly #read: ReadText;
  readonly #isTracked: IsTracked;
  readonly #tracked: ComposeFile[] = [];
  readonly #files = new Map<string, LocatedYaml | undefined>();
  readonly #issues: Issue[] = [];
  #variables: ReadonlyMap<string, string> = new Map();

  constructor(read: ReadText, isTracked: IsTracked) {
    this.#read = read;
    this.#isTracked = isTracked;
  }

  read(files: readonly ComposeText[]): ComposeProject {
    const environment = this.#read(`${directoryOf(files[0]!.path)}.env`);
    if (environment !== undefined) this.#variables = parseEnvironment(environment);
    for (const { path, text } of files) this.#files.set(path, this.#parse(path, text));
    const whole = files.reduce<LocatedYaml | undefined>((merged, { path }) => {
      const content = this.#withIncludes(path, []);
      return content === undefined ? merged : mergeYaml(merged, content);
    }, undefined);
    const services = [...membersOf(memberOf(whole, 'services'))].map(([name, { at, value }]) => ({
      name,
      at: locationOf(at),
      node: this.#extended(name, value, at.path, [`${at.path} ${name}`]),
    }));
    for (const { node } of services) this.#checkEnvironmentFiles(node);
    const secrets = membersOf(memberOf(whole, 'secrets'));
    for (const { value } of secrets.values()) this.#noteTracked('secret', memberOf(value, 'file'), '');
    return {
      services,
      networks: membersOf(memberOf(whole, 'networks')),
      volumes: membersOf(memberOf(whole, 'volumes')),
      secrets,
      configs: membersOf(memberOf(whole, 'configs')),
      files: this.#tracked,
      variables: this.#variables,
      issues: this.#issues,
    };
  }

  /** A file with the files that it includes; what it says itself counts over them. */
  #withIncludes(path: string, through: readonly string[]): LocatedYaml | undefined {
    const root = this.#open(path);
    if (root === undefined) return undefined;
    let whole: LocatedYaml | undefined;
    for (const entry of itemsOf(memberOf(root, 'include')))
      for (const included of this.#pathsOf(entry)) {
        const other = this.#resolve(path, included);
        if (other === undefined || through.includes(other) || through.length > limits.composeFiles) continue;
        const content = this.#withIncludes(other, [...through, path]);
        if (content === undefined) this.#missing(other, entry.at, 'include');
        else whole = mergeYaml(whole, content);
      }
    return whole === undefined ? root : mergeYaml(whole, root);
  }

  #pathsOf(entry: LocatedYaml): readonly string[] {
    const path = entry.kind === 'map' ? memberOf(entry, 'path') : entry;
    return (path?.kind === 'list' ? path.items : [path]).flatMap((each) => textOf(each) ?? []);
  }

  /** A service over the service that it extends. */
  #extended(name: string, node: LocatedYaml, path: string, through: readonly string[]): LocatedYaml {
    const extend = memberOf(node, 'extends');
    if (extend === undefined) return node;
    const base = textOf(memberOf(extend, 'service')) ?? textOf(extend);
    const file = textOf(memberOf(extend, 'file'));
    const other = file === undefined ? path : this.#resolve(path, file);
    if (base === undefined || other === undefined) return node;
    const step = `${other} ${base}`;
    if (through.includes(step) || through.length > limits.composeFiles) {
      this.#fault(extend.at, `${name} extends itself through ${base}`);
      return node;
    }
    const found = memberOf(this.#open(other), 'services', base);
    if (found === undefined) {
      this.#missing(file === undefined ? `service ${base}` : `${other} with service ${base}`, extend.at, 'extends');
      return node;
    }
    return mergeYaml(this.#extended(base, found, other, [...through, step]), node);
  }

  #checkEnvironmentFiles(node: LocatedYaml): void {
    const files = memberOf(node, 'env_file');
    for (const entry of files?.kind === 'list' ? files.items : files === undefined ? [] : [files]) {
      const path = entry.kind === 'map' ? textOf(memberOf(entry, 'path')) : textOf(entry);
      if (path === undefined || textOf(memberOf(entry, 'required')) === 'false') continue;
      const resolved = this.#resolve(entry.at.path, path);
      const text = resolved === undefined ? undefined : this.#read(resolved);
      if (text !== undefined) this.#noteTracked('variables', entry.kind === 'map' ? memberOf(entry, 'path') : entry, text);
      else if (resolved !== undefined) this.#missing(resolved, entry.at, 'env_file');
    }
  }

  #noteTracked(kind: ComposeFile['kind'], named: LocatedYaml | undefined, text: string): void {
    const path = named === undefined ? undefined : this.#resolve(named.at.path, textOf(named) ?? '');
    if (named === undefined || path === undefined || this.#tracked.some((known) => known.path === path)) return;
    if (this.#isTracked(path)) this.#tracked.push({ kind, path, at: named.at, text });
  }

  /** From the directory of the file that says it; `undefined` for one that a variable names, and for a remote one, which is told. */
  #resolve(from: string, named: string): string | undefined {
    const { text, isOpen } = interpolate(named, this.#variables);
    if (isOpen || text === '') return undefined;
    if (/^(?:https?|ssh|oci|git):\/\/|^git@/.test(text)) {
      this.#issues.push(makeIssue('COMPOSE_UNREADABLE', 'compose', `${from}: ${text} is remote and was not read`, { path: from }));
      return undefined;
    }
    return text.startsWith('/') ? text : `${directoryOf(from)}${text.replace(/^(?:\.\/)+/, '')}`;
  }

  #open(path: string): LocatedYaml | undefined {
    if (this.#files.has(path)) return this.#files.get(path);
    if (this.#files.size >= limits.composeFiles) return undefined;
    const text = this.#read(path);
    const content = text === undefined ? undefined : this.#parse(path, text);
    this.#files.set(path, content);
    return content;
  }

  #parse(path: string, text: string): LocatedYaml | undefined {
    try {
      const documents = parseLocatedYaml(text, path, { maxDepth: limits.workloadDepth, maxValues: limits.workloadValues });
      return documents.reduce<LocatedYaml | undefined>((whole, document) => mergeYaml(whole, document), undefined);
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      this.#fault({ path, line: error.line, endLine: error.line, column: error.column }, error.message);
      return undefined;
    }
  }

  #missing(what: string, at: YamlRange, by: string): void {
    this.#fault(at, `${what}, named by ${by}, cannot be read`);
  }

  #fault({ path, line }: YamlRange, message: string): void {
    this.#issues.push(makeIssue('COMPOSE_UNREADABLE', 'compose', `line ${line}: ${message}`, { path }));
  }
}

/** `NAME=value` lines, with or without quotes and `export`. */
export function parseEnvironment(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const [, quoted] = /^(?:"([^"]*)"|'[^']*')/.exec(value) ?? [];
    variables.set(name, quoted ?? (value.startsWith("'") ? value.slice(1).split("'")[0]! : value.replace(/\s+#.*$/, '').trim()));
  }
  return variables;
}
