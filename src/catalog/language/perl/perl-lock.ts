import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { textOf } from '../text-of.ts';

/** cpanfile.snapshot of Carton: metacpan.org, Carton::Snapshot. Distributions provide modules, and require modules of others. */
export const perlLock: FileCataloger = lockCataloger({
  id: 'perl-lock',
  ecosystems: ['cpan'],
  details: ['dependencies'],
  files: { names: ['cpanfile.snapshot'] },
  parse: (content) => parseSnapshot(textOf(content)),
});

interface Distribution {
  readonly written: string;
  author?: string | undefined;
  readonly modules: string[];
  readonly needs: string[];
}

/** The format is one of indents: a distribution by two blanks, its fields by four, members of those by six. */
function parseSnapshot(text: string): Lock {
  if (!/^# carton snapshot format: version 1\b/.test(text)) return unreadableLock('is not a snapshot of Carton, version 1');
  const distributions: Distribution[] = [];
  let list: string[] | undefined;
  for (const line of text.split('\n')) {
    const [, indent = '', content = ''] = /^( *)(.*?)\s*$/.exec(line) ?? [];
    const last = distributions.at(-1);
    if (indent.length === 2) distributions.push({ written: content, modules: [], needs: [] });
    else if (indent.length === 4) {
      const author = /^pathname: [A-Z]\/[A-Z0-9]{2}\/([A-Z0-9-]+)\//.exec(content)?.[1];
      if (author !== undefined && last !== undefined) last.author = author;
      list = content === 'provides:' ? last?.modules : content === 'requirements:' ? last?.needs : undefined;
    } else if (indent.length === 6 && content !== '') list?.push(content.replace(/\s.*$/s, ''));
  }
  return makeLock(distributions);
}

function makeLock(distributions: readonly Distribution[]): Lock {
  const ownerOf = new Map(distributions.flatMap(({ written, modules }) => modules.map((module) => [module, written] as const)));
  let refused = 0;
  const records = distributions.flatMap(({ written, author, needs }): readonly LockRecord[] => {
    const [, name, version] = /^(.+)-(v?\d[^-]*(?:-TRIAL\d*)?)$/.exec(written) ?? [];
    if (name === undefined || version === undefined) {
      refused += 1;
      return [];
    }
    const dependencies = [...new Set(needs.flatMap((module) => ownerOf.get(module) ?? []))];
    return [{ key: written, name, version, ...(author === undefined ? {} : { purl: { namespace: author, name } }), dependencies }];
  });
  return { records, problems: refused === 0 ? [] : [`has ${refused} distributions without a name and version`] };
}
