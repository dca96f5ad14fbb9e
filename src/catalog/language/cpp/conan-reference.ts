import { type LanguagePurl } from '../language-package.ts';

/** A recipe as Conan writes it: `name/version@user/channel#recipe:package#revision%time`; docs.conan.io, "Conan package naming". */
export interface ConanReference {
  readonly name: string;
  /** Absent where a range is written, `[>=1.0 <2]`. */
  readonly version?: string;
  readonly purl?: LanguagePurl;
}

export function readConanReference(text: string): ConanReference | undefined {
  const match = /^([A-Za-z0-9_][\w+.-]*)\/(\[[^\]]*\]|[A-Za-z0-9_][\w+.-]*)(?:@([\w+.-]*)(?:\/([\w+.-]*))?)?(?:[#:%].*)?$/s.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const [, name = '', version = '', user = '', channel = ''] = match;
  // `_` stands for none.
  const [namespace, ofChannel] = [user, channel].map((part) => (part === '_' ? '' : part));
  return {
    name,
    ...(version.startsWith('[') ? {} : { version }),
    ...(namespace ? { purl: { namespace, name, ...(ofChannel ? { qualifiers: { channel: ofChannel } } : {}) } } : {}),
  };
}
