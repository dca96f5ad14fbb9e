/** `npm run new -- KIND NAME`: makes a member of a family, its test and its line in the family's list. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { addEntry, addImport, addSortedEntry, makeList } from './new/list-edit.mjs';
import { kinds } from './new/kinds.mjs';

const root = process.env.PRATIQUE_NEW_ROOT ?? join(import.meta.dirname, '..');
const [kindName, ...words] = process.argv.slice(2);
const kind = kinds.get(kindName);
if (kind === undefined) fail(`there is no kind ${JSON.stringify(kindName ?? '')}; try: one of ${[...kinds.keys()].join(', ')}`);
if (words.length !== kind.takes.length || !words.every((word) => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(word)))
  fail(`${kindName} takes ${kind.takes.join(' ')}, in kebab-case; try: npm run new -- ${kindName} ${kind.example}`);

const member = kind.make(words);
for (const path of Object.keys(member.files)) if (existsSync(join(root, path))) fail(`${path} is there already; try: another name`);
const list = join(root, member.list.path);
if (!existsSync(list)) write(member.list.path, makeList(member.list));
for (const [path, text] of Object.entries(member.files)) write(path, text);
const withImport = addImport(readFileSync(list, 'utf8'), member.exported, modulePath(list, join(root, member.entry)));
const addTo = member.list.isSorted === true ? addSortedEntry : addEntry;
writeFileSync(list, addTo(withImport, member.list.name, member.list.entry ?? member.exported));
for (const { path, from, to } of member.edits ?? []) edit(path, from, to);
format([...Object.keys(member.files), member.list.path, ...(member.edits ?? []).map(({ path }) => path)]);
process.stdout.write(
  `made ${Object.keys(member.files).join(', ')}\nedited ${[member.list.path, ...(member.edits ?? []).map(({ path }) => path)].join(', ')}\n`,
);
for (const next of member.next) process.stdout.write(`next: ${next}\n`);

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function edit(path, from, to) {
  const text = readFileSync(join(root, path), 'utf8');
  if (!from.test(text)) fail(`${path} is not as expected; try: edit it by hand`);
  writeFileSync(join(root, path), text.replace(from, to));
}

function modulePath(from, to) {
  return `./${relative(dirname(from), to)}`;
}

function format(paths) {
  const prettier = join(import.meta.dirname, '../node_modules/prettier/bin/prettier.cjs');
  execFileSync(process.execPath, [prettier, '--write', '--log-level', 'warn', ...paths.map((path) => join(root, path))]);
}

function fail(message) {
  process.stderr.write(`new: ${message}\n`);
  process.exit(2);
}
