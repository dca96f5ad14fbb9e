import { type EcosystemId } from '../model/ecosystem.ts';
import { amazonExtras } from './amazon-extras.ts';
import { defaultMatcher } from './default-matcher.ts';
import { githubActions } from './github-actions.ts';
import { type Matcher } from './matcher.ts';
import { rpmRedhat } from './rpm-redhat.ts';

/** The last that names an ecosystem has it, so the default comes first. */
export const matchers: readonly Matcher[] = [defaultMatcher, amazonExtras, githubActions, rpmRedhat];

const byEcosystem: ReadonlyMap<EcosystemId, Matcher> = new Map(
  matchers.flatMap((matcher) => matcher.ecosystems.map((id) => [id, matcher] as const)),
);

export function matcherOf(id: EcosystemId): Matcher {
  return byEcosystem.get(id) ?? defaultMatcher;
}
