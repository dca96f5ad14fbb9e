import { type ElfFile } from '../../lib/elf/elf-file.ts';
import { type GoNames } from './go-functions.ts';

/** What the reach inspector learns of one file while its layer streams by: enough to follow it later, and no more. JSON. */
export type FileFact = ElfFact | GoFact | SourceFact | TextFact | ArchiveFact;

export interface ElfFact {
  readonly kind: 'elf';
  readonly elf: ElfFile;
  /** Names like `libssl.so.3` in its data that it does not need: a program that uses dlopen(3) has them. */
  readonly libraries: readonly string[];
  /** Absolute paths in its data. */
  readonly paths: readonly string[];
  /** Words in its data, where it calls something like execvp(3): one may be the name of a program. */
  readonly words: readonly string[];
  /** Of an extension module of Python: words that could be names of modules that its code imports. */
  readonly modules?: readonly string[];
}

/** A program in Go, in addition to what it is as an ELF file. */
export interface GoFact extends GoNames {
  readonly kind: 'go';
}

/** Languages whose files are followed. */
export const sourceLanguages = ['javascript', 'python', 'ruby', 'php', 'perl'] as const;
export type SourceLanguage = (typeof sourceLanguages)[number];
/** And those whose compiled code is followed. */
export type ReachLanguage = SourceLanguage | 'java' | 'dotnet';

/** A file of source code. */
export interface SourceFact {
  readonly kind: 'source';
  readonly language: SourceLanguage;
  /** Its first line without `#!`. */
  readonly shebang?: string;
  /** Modules that it loads when it is loaded, as written. */
  readonly always: readonly string[];
  /** Modules that code in it may load later, and literals that name a file or a module. */
  readonly maybe: readonly string[];
  /** What dynamic imports begin with: `./locale/` of `require('./locale/' + name)`. */
  readonly under: readonly string[];
  /** Short literals, where something in the file loads a module or runs a program by a computed name. */
  readonly names: readonly string[];
  /** Absolute paths. */
  readonly paths: readonly string[];
  /** It loads something by a name that is computed. */
  readonly isDynamic?: true;
  /** In an application: a computed name that no literal of the file bounds, so it may be any. */
  readonly isOpen?: true;
  /** It looks for plug-ins that installed packages announce: entry points of Python, `Bundler.require` of Ruby, Composer's autoloader. */
  readonly findsPlugins?: true;
  /** It runs programs. */
  readonly runs?: true;
  /** Too long to be read: what it loads is not known. */
  readonly isCut?: true;
}

/** A script of a shell, or a small configuration file. */
export interface TextFact {
  readonly kind: 'text';
  readonly text: string;
}

/** A Java archive: which of its packages refer to which, its own archives apart. */
export interface ArchiveFact {
  readonly kind: 'java';
  /** Path inside the file, behind the archives it is in; empty for the file itself. */
  readonly inside: string;
  readonly mainClass?: string;
  /** Of Spring Boot: the class that its launcher starts. */
  readonly startClass?: string;
  /** `Class-Path` of the manifest. */
  readonly classPath: readonly string[];
  /** By Java package (`org/slf4j`): the packages that its classes name. */
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** Packages of classes that files in META-INF/services and their like name. */
  readonly services: readonly string[];
  /** Of its packages, those with code that loads classes by name. */
  readonly reflective: readonly string[];
  readonly isCut?: true;
}
