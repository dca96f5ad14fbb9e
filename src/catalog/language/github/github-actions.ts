import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { asObject, asText } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { parseYamlContent, prepareYamlContent, yamlProblem } from '../parse-yaml-content.ts';
import { textOf } from '../text-of.ts';

/**
 * Actions and reusable workflows that a repository's workflows and composite actions use: docs.github.com, "Workflow syntax", `uses`. They run in CI and are no part of what a source tree
 * builds, so they are only claimed.
 */
export const githubActions: FileCataloger = lockCataloger({
  id: 'github-actions',
  ecosystems: ['github'],
  details: [],
  isSourceOnly: true,
  files: {
    names: ['action.yml', 'action.yaml'],
    inFolders: [
      { folder: 'workflows', file: '*.yml', parent: '.github' },
      { folder: 'workflows', file: '*.yaml', parent: '.github' },
    ],
  },
  prepare: prepareYamlContent,
  parse: (content, { path }) => {
    // What a package was published with is not run here.
    if (/(?:^|\/)(?:node_modules|vendor|site-packages)\//.test(path)) return undefined;
    const document = asObject(parseYamlContent(content));
    return document === undefined ? unreadableLock(yamlProblem(content)) : parseUses(document, textOf(content));
  },
});

function parseUses(document: Readonly<Record<string, unknown>>, text: string): Lock {
  const jobs = Object.values(asObject(document['jobs']) ?? {}).map(asObject);
  const steps = [...jobs.map((job) => job?.['steps']), asObject(document['runs'])?.['steps']].flatMap((list) =>
    Array.isArray(list) ? list.map(asObject) : [],
  );
  const used = [...jobs, ...steps].flatMap((each) => asText(each?.['uses']) ?? []);
  const comments = commentsOf(text);
  const records = [...new Set(used)].flatMap((written) =>
    (comments.get(written) ?? [undefined]).flatMap((comment) => readUse(written, comment) ?? []),
  );
  return { records, problems: [] };
}

/** `owner/repository/path@version`; a folder of the repository itself is its own. Images, `docker://…`, are none. */
function readUse(written: string, comment: string | undefined): LockRecord | undefined {
  if (/^\.{1,2}\//.test(written)) return { key: written, name: written, isOwn: true, evidence: 'claimed', dependencies: [] };
  const [, owner, repository, path = '', reference] = /^([\w.-]+)\/([\w.-]+)((?:\/[^@\s]+)?)@(\S+)$/.exec(written) ?? [];
  if (owner === undefined || repository === undefined || reference === undefined) return undefined;
  // Who pins a commit says in a comment which version it is.
  const version = /^[0-9a-f]{40}$/.test(reference) ? (comment ?? reference) : reference;
  return {
    key: `${written} ${version}`,
    name: `${owner}/${repository}${path}`,
    version,
    isDirect: true,
    evidence: 'claimed',
    purl: { namespace: owner, name: repository, ...(path === '' ? {} : { subpath: path.slice(1) }) },
    dependencies: [],
  };
}

/** By what is used, the versions in the comments behind it: `uses: a/b@0123… # v1.2.3`. */
function commentsOf(text: string): ReadonlyMap<string, readonly (string | undefined)[]> {
  const comments = new Map<string, (string | undefined)[]>();
  for (const [, written = '', comment = ''] of text.matchAll(/^\s*(?:-\s+)?["']?uses["']?:\s*["']?([^\s"'#]+)["']?[ \t]*(#[^\n]*)?$/gm)) {
    const [, v = '', number] = /^#+\s*(?:[\w./-]+@)?(v?)\s*(\d+(?:\.\d+)*(?:[-+][\w.+-]+)?)/i.exec(comment) ?? [];
    const version = number === undefined ? undefined : comment.includes(`${v}${number}`) ? `${v}${number}` : number;
    comments.set(written, [...(comments.get(written) ?? []), version]);
  }
  return comments;
}
