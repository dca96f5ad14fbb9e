import { normalizePath } from '../../lib/path/normalize-path.ts';
import { type World } from '../walk/world.ts';

/** What a command line of `java` says: docs.oracle.com, "The java Command". */
export interface JavaLaunch {
  /** Archives and folders, wildcards expanded. */
  readonly classPath: readonly string[];
  readonly modulePath: readonly string[];
  /** With slashes. */
  readonly mainClass?: string;
  readonly archive?: string;
  readonly agents: readonly string[];
}

const takesValue = /^(?:-cp|-classpath|--class-path|-p|--module-path|--add-modules|--add-exports|--add-opens|--add-reads|--patch-module|--upgrade-module-path|--limit-modules|--source|-m|--module|--enable-native-access)$/; // prettier-ignore

/** `undefined` where no main class and no archive is given. */
export function readJavaLaunch(given: readonly string[], folder: string, world: World): JavaLaunch | undefined {
  const options = ['JDK_JAVA_OPTIONS', 'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS'].flatMap((name) => (world.variable(name) ?? '').split(/\s+/).filter((word) => word !== '')); // prettier-ignore
  const words = [...options, ...given];
  const classPath: string[] = [];
  const modulePath: string[] = [];
  const agents: string[] = [];
  let isGiven = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    const value = (): string => (equals < 0 ? (words[++at] ?? '') : word.slice(equals + 1));
    if (/^(?:-cp|-classpath|--class-path)$/.test(name)) {
      classPath.splice(0, classPath.length, ...expand(value(), folder, world));
      isGiven = true;
    } else if (/^(?:-p|--module-path|--upgrade-module-path)$/.test(name)) modulePath.push(...expand(value(), folder, world));
    else if (name.startsWith('-javaagent:')) agents.push(inFolder(name.slice(11).split('=', 1)[0]!, folder));
    else if (name === '-jar') return { classPath: [], modulePath, agents, archive: inFolder(words[at + 1] ?? '', folder) };
    else if (name === '-m' || name === '--module') {
      const main = value().split('/')[1];
      return { classPath, modulePath, agents, ...(main === undefined ? {} : { mainClass: main.replaceAll('.', '/') }) };
    } else if (takesValue.test(name)) value();
    else if (!word.startsWith('-') && !word.startsWith('@')) {
      if (!isGiven) classPath.push(...expand(world.variable('CLASSPATH') ?? '.', folder, world));
      return { classPath, modulePath, agents, mainClass: word.replaceAll('.', '/') };
    }
  }
  return undefined;
}

/** `a.jar:lib/*`: the archives of a folder, those in its subfolders not. */
function expand(path: string, folder: string, { tree }: World): readonly string[] {
  return path.split(':').flatMap((part) => {
    if (part === '') return [];
    if (!part.endsWith('*')) return [inFolder(part, folder)];
    const place = inFolder(part.slice(0, -1), folder);
    return [...tree.list(place).keys()].filter((name) => /\.jar$/i.test(name)).map((name) => `${place}/${name}`);
  });
}

function inFolder(word: string, folder: string): string {
  return normalizePath(word.startsWith('/') ? word : `${folder}/${word}`);
}
