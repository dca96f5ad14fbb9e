import { outside } from './network-view.ts';

/** A sentence that must be true of a network, such as `only api, worker reach db`. */
export interface NetworkAssertion {
  /** As it was written. */
  readonly text: string;
  /** `only`: nobody but `from` reaches `to`. `targets`: `from` reach nothing but `to`. `never`: no one of `from` reaches any of `to`; `always`: each does. */
  readonly kind: 'only' | 'targets' | 'never' | 'always';
  /** Names or patterns with `*`; {@link outside} for other machines. */
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** What assertions look like, for messages and help. */
export const assertionForms = [
  'only api reaches db',
  'nothing reaches db',
  'db reaches nothing',
  'web reaches only api, cache',
  'web does not reach db',
  'web reaches api',
  'outside reaches only web',
] as const;

/** `undefined` for what is no assertion. */
export function parseAssertion(text: string): NetworkAssertion | undefined {
  const words = text.trim().replace(/\s+/g, ' ');
  const whole = (kind: NetworkAssertion['kind'], from: string | undefined, to: string | undefined): NetworkAssertion | undefined => {
    const [sources, targets] = [namesIn(from), namesIn(to)];
    return sources === undefined || targets === undefined ? undefined : { text: words, kind, from: sources, to: targets };
  };
  const match = (pattern: RegExp): readonly string[] | undefined => pattern.exec(words) ?? undefined;
  const only = match(/^only (.+) (?:reach|reaches|can reach|may reach) (.+)$/i);
  if (only !== undefined) return whole('only', only[1], only[2]);
  const nothing = match(/^(?:nothing|nobody|no one) (?:reaches|can reach|may reach) (.+)$/i);
  if (nothing !== undefined) return whole('never', '*', nothing[1]);
  const never = match(/^(.+) (?:does not reach|do not reach|cannot reach|must not reach|may not reach|never reaches) (.+)$/i);
  if (never !== undefined) return whole('never', never[1], never[2]);
  const limited = match(/^(.+) (?:reach|reaches|can reach|may reach) only (.+)$/i);
  if (limited !== undefined) return whole('targets', limited[1], limited[2]);
  const isolated = match(/^(.+) (?:reach|reaches|can reach|may reach) nothing$/i);
  if (isolated !== undefined) return whole('never', isolated[1], '*');
  const always = match(/^(.+) (?:reach|reaches|can reach|must reach) (.+)$/i);
  return always === undefined ? undefined : whole('always', always[1], always[2]);
}

/** `api, worker and web`; `undefined` where a name has a space. */
function namesIn(text: string | undefined): readonly string[] | undefined {
  const names = (text ?? '').split(/, ?(?:and )?| and | or /).map((name) => name.trim());
  if (names.some((name) => name === '' || /\s/.test(name))) return undefined;
  return names.map((name) => (/^(?:outside|internet)$/i.test(name) ? outside : name));
}
