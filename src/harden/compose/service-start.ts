import { type ComposeProject, type ComposeService } from '../../check/compose/compose-project.ts';
import { interpolate } from '../../check/compose/interpolate.ts';
import { itemsOf, type LocatedYaml, memberOf, textOf } from '../../lib/yaml/located-yaml.ts';

/** What a Compose file says of how a service starts, where that is not in `Container`. */
export interface ServiceStart {
  /** The image that it names, also where it is built. */
  readonly image?: string;
  readonly isBuilt: boolean;
  readonly entrypoint?: readonly string[];
  /** The whole command line, where the file says one. */
  readonly command?: readonly string[];
  readonly volumes: readonly { readonly target: string; readonly isReadOnly: boolean }[];
  readonly hasHealthcheck: boolean;
}

/** `command` joins the entrypoint of the image, which is known later: `entrypointOf` gives it. */
export function readServiceStart({ node }: ComposeService, project: ComposeProject, imageEntrypoint: readonly string[] = []): ServiceStart {
  const text = (value: LocatedYaml | undefined): string | undefined => {
    const written = textOf(value);
    return written === undefined ? undefined : interpolate(written, project.variables).text;
  };
  const words = (value: LocatedYaml | undefined): readonly string[] | undefined => {
    if (value?.kind === 'list') return value.items.flatMap((item) => text(item) ?? []);
    const line = text(value);
    return line === undefined ? undefined : splitWords(line);
  };
  const image = text(memberOf(node, 'image'));
  const [entrypoint, command] = [words(memberOf(node, 'entrypoint')), words(memberOf(node, 'command'))];
  return {
    ...(image === undefined ? {} : { image }),
    isBuilt: memberOf(node, 'build') !== undefined,
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(command === undefined ? {} : { command: [...(entrypoint ?? imageEntrypoint), ...command] }),
    volumes: itemsOf(memberOf(node, 'volumes')).flatMap((item) => volumeOf(item, text)),
    hasHealthcheck: memberOf(node, 'healthcheck') !== undefined,
  };
}

function volumeOf(item: LocatedYaml, text: (value: LocatedYaml | undefined) => string | undefined): ServiceStart['volumes'] {
  if (item.kind === 'map') {
    const target = text(memberOf(item, 'target')) ?? text(memberOf(item, 'dst'));
    return target === undefined ? [] : [{ target, isReadOnly: textOf(memberOf(item, 'read_only')) === 'true' }];
  }
  const [source = '', target = source, mode = ''] = text(item)?.split(':') ?? [];
  return target === '' ? [] : [{ target, isReadOnly: mode.split(',').includes('ro') }];
}

/** As a shell divides a line: at blanks outside of quotes. */
function splitWords(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}
