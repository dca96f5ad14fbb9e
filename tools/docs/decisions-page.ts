import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { page, table } from './markdown.ts';

const folder = 'docs/adr';

/** The list of decision records, with titles and states from the records themselves. */
export function decisionsPage(root: string): string {
  const records = readdirSync(join(root, folder))
    .filter((name) => /^\d{4}-.*\.md$/.test(name))
    .sort();
  return page(
    'Decisions',
    'the records in this folder',
    'Each record is one page: the context, the decision and its consequences. A change needs a record when it adds a module, an extension point, a schema, a wire or file format, or a runtime ' +
      'dependency, when it is a trust decision, and when it changes ARCHITECTURE.md. The record lands with the change. A decision that no longer holds is not edited; a new record supersedes it.',
    'Form: `NNNN-title.md` with the next free number; the heading `# NNNN. Title`; a line `Status: accepted, DATE.`; context; decision ("we will …"); consequences. Short sentences.',
    table(
      ['record', 'status'],
      records.map((name) => rowOf(readFileSync(join(root, folder, name), 'utf8'), name)),
    ),
  );
}

function rowOf(text: string, name: string): readonly string[] {
  const title = /^# \d+\.? (.+)$/m.exec(text)?.[1];
  const status = /^(?:Status: )?((?:accepted|superseded)[^.]*)\./im.exec(text)?.[1];
  if (title === undefined || status === undefined)
    throw new Error(`${folder}/${name} needs a heading "# NNNN. Title" and a line "Status: …."`);
  return [`[${name.slice(0, 4)}. ${title}](${name})`, status.toLowerCase()];
}
