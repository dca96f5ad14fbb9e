import { ecosystem, ecosystemIds } from '../../model/ecosystem.ts';
import { runtimeSupport } from '../../model/runtime-support.ts';
import { type ImageTag } from './parse-tag.ts';

/** What is known of the support of a repository's releases, by the last part of its name: `node`, `debian`. */
export interface TagSupport {
  /** Last day of security support, ISO. */
  readonly until?: string;
  /** The project calls this line a long-term one. */
  readonly isLongTerm: boolean;
}

export function supportOfTag(repository: string, { version }: ImageTag): TagSupport {
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  const row = Object.hasOwn(runtimeSupport, name) ? runtimeSupport[name] : undefined;
  const days = row?.lastDays ?? distributionDays(name);
  const [major, minor] = version;
  if (major === undefined) return { isLongTerm: false };
  const both = minor === undefined ? undefined : `${major}.${String(minor).padStart(name === 'ubuntu' ? 2 : 1, '0')}`;
  const until = days === undefined ? undefined : ((both === undefined ? undefined : own(days, both)) ?? own(days, String(major)));
  const isLongTerm = name === 'node' ? major % 2 === 0 : name === 'ubuntu' ? major % 2 === 0 && minor === 4 : false;
  return { ...(until === undefined ? {} : { until }), isLongTerm };
}

function own(days: Readonly<Record<string, string>>, release: string): string | undefined {
  return Object.hasOwn(days, release) ? days[release] : undefined;
}

function distributionDays(name: string): Readonly<Record<string, string>> | undefined {
  const id = ecosystemIds.find((each) => ecosystem(each).distribution?.osReleaseIds.includes(name) === true);
  return id === undefined ? undefined : ecosystem(id).distribution?.support?.lastDays;
}
