import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { type Commands } from '../command/commands.ts';
import { type TextFact } from '../facts/file-fact.ts';
import { type Edge, type ReachedFile, type Walk } from '../walk/walk.ts';
import { reachNamed } from './named-folder.ts';
import { type SharedObjects } from './shared-objects.ts';

const shellScript = /^#!\s*\S*\/(?:env\s+)?(?:ba|da|a|k|mk|z)?sh\b|^#!.*\b(?:execlineb|with-contenv)\b/;
const absolutePath = /(?:^|[\s"'=:,;([{<!|])(\/[\w@.+-]+(?:\/[\w@.+*?-]+)+)/g;
const relativePath = /(?:^|[\s"'=])([\w@.+-]+(?:\/[\w@.+*-]+)+|[\w@+-]+\.(?:conf|cfg|ini|cnf|yaml|yml|json|load))(?=[\s"';]|$)/g;
const module = /(?:^|[\s"'=/])([\w.+-]+\.so)\b/g;
/** php.ini: `extension=curl`. */
const extension = /^\s*(?:zend_)?extension\s*=\s*"?([\w.-]+)"?\s*$/gm;
/** supervisord.conf, systemd units, Procfile. */
const commandLine = /^\s*(?:command|ExecStart|ExecStartPre|serverurl_command|[a-z]+)\s*[=:]\s*-?([^\n;#]+)$/gm;

/** Follows shell scripts, and what small configuration files name. */
export class TextFollower {
  readonly #walk: Walk;
  readonly #commands: Commands;
  readonly #objects: SharedObjects;

  constructor(walk: Walk, commands: Commands, objects: SharedObjects) {
    this.#walk = walk;
    this.#commands = commands;
    this.#objects = objects;
  }

  follow({ entry, certainty }: ReachedFile, { text }: TextFact): void {
    const from = entry.path;
    const edge: Edge = { from, how: '', certainty: 'loadable' };
    if (shellScript.test(text) || /\.(?:ba)?sh$/.test(from)) {
      this.#commands.runScript(text, [], this.#walk.world.workingDirectory, { ...edge, certainty });
      for (const [, path] of text.matchAll(absolutePath))
        if (!path!.includes('*')) this.#walk.reach(path!, { ...edge, how: `names ${path!}` });
      return;
    }
    for (const [, path] of text.matchAll(absolutePath)) reachNamed(path!, this.#walk, { ...edge, how: `names ${path!}` });
    for (const [, path] of text.matchAll(relativePath)) this.#reachRelative(path!, edge);
    for (const [, name] of text.matchAll(module))
      for (const path of this.#objects.named(name!)) this.#walk.reach(path, { ...edge, how: `names ${name!}` });
    for (const [, name] of text.matchAll(extension))
      for (const path of this.#objects.named(name!.endsWith('.so') ? name! : `${name!}.so`))
        this.#walk.reach(path, { ...edge, how: `loads ${name!}` });
    if (/\.(?:conf|service|ini)$|Procfile$/.test(from))
      for (const [, line] of text.matchAll(commandLine))
        if (/^(?:\/|[a-z][\w.-]+ )/.test(line!.trim()))
          this.#commands.runScript(line!.trim(), [], this.#walk.world.workingDirectory, { ...edge, how: '' });
  }

  #reachRelative(path: string, edge: Edge): void {
    const folder = parentPath(edge.from ?? '');
    const star = path.indexOf('*');
    if (star < 0) {
      this.#walk.reach(normalizePath(`${folder}/${path}`), { ...edge, how: `names ${path}` });
      return;
    }
    const below = normalizePath(`${folder}/${parentPath(path.slice(0, star + 1))}`);
    for (const [name, entry] of this.#walk.world.tree.list(below))
      if (entry.type !== 'directory') this.#walk.reach(`${below}/${name}`, { ...edge, how: `names ${path}` });
  }
}
