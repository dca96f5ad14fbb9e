import { parsePurl } from '../../../model/purl.ts';
import { type CsafProduct } from '../csaf-products.ts';

/** An RPM that a document names, with its version where the status is about one build. */
export interface VexComponent {
  readonly name: string;
  /** `epoch:version-release`, without an epoch of 0. */
  readonly version?: string;
  readonly architecture?: string;
  /** `name:stream` */
  readonly module?: string;
}

/** `undefined` for what is no RPM: containers, archives of Java, plain texts. Documents before 2024 have no purl for components without a version. */
export function readComponent({ purl, component, modulePurl }: CsafProduct): VexComponent | undefined {
  if (purl === undefined) return readPlainName(component);
  let parsed: ReturnType<typeof parsePurl>;
  try {
    parsed = parsePurl(purl);
  } catch {
    return undefined;
  }
  if (parsed.type !== 'rpm') return undefined;
  const epoch = parsed.qualifiers.get('epoch') ?? '0';
  const architecture = parsed.qualifiers.get('arch');
  const module =
    moduleOf(parsed.qualifiers.get('rpmmod')) ?? moduleOf(modulePurl?.slice(modulePurl.lastIndexOf('/') + 1).replace('@', ':'));
  const { name, version } = parsed;
  return {
    name,
    ...(version !== undefined && { version: epoch === '0' ? version : `${epoch}:${version}` }),
    ...(architecture !== undefined && { architecture }),
    ...(module !== undefined && { module }),
  };
}

/** The first two of `name:stream:version:context`. */
function moduleOf(text: string | undefined): string | undefined {
  const [name, stream] = text?.split(':') ?? [];
  return name === undefined || stream === undefined || name === '' || stream === '' ? undefined : `${name}:${stream}`;
}

/** `openssl`, `nodejs:18/nodejs`; names with a slash alone are of containers. */
function readPlainName(text: string): VexComponent | undefined {
  const slash = text.lastIndexOf('/');
  const name = text.slice(slash + 1);
  if (!/^[A-Za-z0-9_][\w.+-]{0,200}$/.test(name)) return undefined;
  if (slash < 0) return name.endsWith('.src') ? { name: name.slice(0, -4), architecture: 'src' } : { name };
  const module = moduleOf(text.slice(0, slash));
  return module === undefined ? undefined : { name, module };
}
