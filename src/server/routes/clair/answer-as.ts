import { Problem } from '../../http/problem.ts';
import { RawAnswer, type RouteRequest } from '../../http/route.ts';

/** Clair names the type of each document, and gives it as plain JSON to clients that ask for that. Throws 415 where the client accepts neither. */
export function answerAs(
  kind: string,
  { headers }: Pick<RouteRequest, 'headers'>,
  status: number,
  body: object,
  more: Readonly<Record<string, string>> = {},
): RawAnswer {
  return new RawAnswer(status, { 'content-type': chooseType(kind, headers['accept']), ...more }, JSON.stringify(body));
}

/** The first of the client's types, by their weights, that is one of ours. */
export function chooseType(kind: string, accept: string | readonly string[] | undefined): string {
  const offered = [`application/vnd.clair.${kind}.v1+json`, 'application/json'] as const;
  const wanted = (typeof accept === 'string' ? [accept] : (accept ?? [])).join(',');
  if (wanted.trim() === '') return offered[0];
  const ranges = wanted
    .slice(0, 4_096)
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
      const weight = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1');
      return { type, weight: Number.isNaN(weight) ? 0 : weight };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { type } of ranges) {
    const match = offered.find((each) => type === '*/*' || type === 'application/*' || type === each);
    if (match !== undefined) return match;
  }
  throw new Problem(415, `unable to negotiate common media type for ${offered.join(', ')}`);
}

/** `If-None-Match` of RFC 9110 against one strong validator. */
export function isUnmodified({ headers }: Pick<RouteRequest, 'headers'>, validator: string): boolean {
  const given = headers['if-none-match'];
  const tags = typeof given === 'string' ? given.split(',').map((tag) => tag.trim().replace(/^W\//, '')) : [];
  return tags.includes(validator) || tags.includes('*');
}
