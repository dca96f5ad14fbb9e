import { realpathSync } from 'node:fs';
import { dirname, join, basename } from 'node:path';
import { type ContainerSettings } from '../../harden/guard/container-settings.ts';
import { type AuthorizationRequest, type EngineRequest } from '../../harden/guard/engine-request.ts';
import { judgeSettings } from '../../harden/guard/judge-settings.ts';
import { readEngineRequest } from '../../harden/guard/read-engine-request.ts';
import { matchesWildcard } from '../../lib/text/matches-wildcard.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { parseReference } from '../../model/reference.ts';
import { type GuardAnswer, passed } from './guard-answer.ts';
import { type GuardedEngine } from './guarded-engine.ts';
import { type GuardSettings } from './guard-settings.ts';
import { type GuardedImage, type ImageJudge } from './image-judge.ts';

/** What decides about requests: read anew for each, since the policy may have changed. */
export interface Guard {
  readonly settings: () => Promise<GuardSettings>;
  readonly images: Pick<ImageJudge, 'judge'>;
  readonly engine: Pick<GuardedEngine, 'findImage' | 'findContainer'>;
}

/** Never throws: what goes wrong is an answer by the policy's `on-error`. */
export async function decideEngineRequest(request: AuthorizationRequest, guard: Guard): Promise<GuardAnswer> {
  const asked = readEngineRequest(request);
  if (asked.kind === 'other') return passed;
  const settings = await guard.settings();
  try {
    return await decide(asked, request.user, settings, guard);
  } catch (error) {
    return unanswered([`cannot decide: ${messageOf(error)}`], settings, {});
  }
}

async function decide(asked: Exclude<EngineRequest, { kind: 'other' }>, user: string, settings: GuardSettings, guard: Guard): Promise<GuardAnswer> {
  switch (asked.kind) {
    case 'unseen':
      return unanswered([asked.why], settings, {});
    case 'plugin':
      return settings.guard.allow.plugins ? passed : { isAllowed: false, reasons: ['plugins of the engine are not allowed (guard.allow.plugins)'] };
    case 'exec': {
      const container = asked.isPrivileged && !settings.guard.allow.privileged ? await guard.engine.findContainer(asked.container) : undefined;
      if (container === undefined) return { ...passed, subject: asked.container };
      const refused = { isAllowed: false, reasons: ['exec with --privileged is not allowed'], subject: asked.container };
      return breakGlass(container.labels, user, settings, refused) ?? refused;
    }
    case 'volume':
      return judgeContainer({ ...asked, labels: new Map(), subject: 'the volume' }, user, settings, guard);
    case 'create':
      return judgeContainer({ ...asked, subject: asked.image, find: () => guard.engine.findImage(asked.image) }, user, settings, guard);
    case 'start': {
      const found = await guard.engine.findContainer(asked.container);
      // The engine itself answers that there is none.
      if (found === undefined) return passed;
      const find = async (): Promise<GuardedImage | undefined> => (await named(found.image, found.imageId, guard)) ?? guard.engine.findImage(found.imageId);
      return judgeContainer({ ...found, settings: asMade(found.settings), subject: found.image, find }, user, settings, guard);
    }
    case 'pull':
      return judgePull(asked.image, settings, guard);
  }
} // prettier-ignore

/** With cgroup v1 the engine itself gives every container the host's cgroup namespace; who asks for it is refused when the container is made. */
function asMade(settings: ContainerSettings): ContainerSettings {
  return { ...settings, hostNamespaces: settings.hostNamespaces.filter((name) => name !== 'cgroup') };
}

/** The image by its name, where that still is the image of the container. */
async function named(name: string, id: string, { engine }: Guard): Promise<GuardedImage | undefined> {
  const image = await engine.findImage(name);
  return image?.key === id ? image : undefined;
}

interface AskedContainer {
  readonly subject: string;
  readonly settings: ContainerSettings;
  readonly labels: ReadonlyMap<string, string>;
  readonly find?: () => Promise<GuardedImage | undefined>;
}

async function judgeContainer({ subject, settings: wanted, labels, find }: AskedContainer, user: string, settings: GuardSettings, { images }: Guard): Promise<GuardAnswer> {
  const reasons = judgeSettings(wanted, settings.guard.allow, realPath);
  const needsImage = find !== undefined && settings.guard.images.requires.length > 0 && !isExempt(subject, settings);
  if (reasons.length > 0 && (settings.guard.breakGlass === undefined || !needsImage))
    return breakGlass(labels, user, settings, { isAllowed: false, reasons, subject }) ?? { isAllowed: false, reasons, subject };
  // Where the engine does not have the image there is nothing to run; it answers that itself, and docker pulls.
  const image = needsImage ? await find() : undefined;
  const verdict = image === undefined ? undefined : await images.judge(image, settings);
  if (reasons.length === 0 && (verdict?.isAllowed ?? true)) return { isAllowed: true, reasons: verdict?.reasons ?? [], subject };
  const all = [...reasons, ...(verdict === undefined || verdict.isAllowed ? [] : verdict.reasons)];
  const refused = { isAllowed: false, reasons: all, subject, ...(verdict?.report === undefined ? {} : { report: verdict.report }) };
  const broken = breakGlass(labels, user, settings, refused);
  if (broken !== undefined) return broken;
  return reasons.length === 0 && verdict?.isUnanswered === true ? unanswered(all, settings, { subject }) : refused;
} // prettier-ignore

/** Before anything is here: only the signature can be judged, and only where one is required. */
async function judgePull(name: string, settings: GuardSettings, { images }: Guard): Promise<GuardAnswer> {
  if (!settings.guard.images.requires.includes('signed') || isExempt(name, settings)) return { ...passed, subject: name };
  const image = { name, target: `registry:${name}`, key: name, signedAs: name };
  const onlySigned = { ...settings, guard: { ...settings.guard, images: { ...settings.guard.images, requires: ['signed'] as const, maxAgeMs: 0 } } };
  const verdict = await images.judge(image, onlySigned);
  if (verdict.isAllowed) return { ...passed, subject: name };
  return verdict.isUnanswered ? unanswered(verdict.reasons, settings, { subject: name }) : { isAllowed: false, reasons: verdict.reasons, subject: name };
} // prettier-ignore

export function unanswered(reasons: readonly string[], { guard }: GuardSettings, about: Pick<GuardAnswer, 'subject'>): GuardAnswer {
  const isAllowed = guard.onError === 'allow';
  return { ...about, isAllowed, reasons: isAllowed ? reasons.map((reason) => `passed by on-error: allow, though ${reason}`) : reasons };
}

/** The answer where a label says that this container must run all the same; by a user who may. */
export function breakGlass(labels: ReadonlyMap<string, string>, user: string, { guard }: GuardSettings, refused: GuardAnswer): GuardAnswer | undefined {
  const { breakGlass: terms } = guard;
  const reason = terms === undefined ? undefined : labels.get(terms.label);
  if (terms === undefined || reason === undefined || reason.trim() === '') return undefined;
  if (terms.users.length > 0 && !terms.users.includes(user)) return undefined;
  return { ...refused, isAllowed: true, isBreakGlass: true, reasons: [`${terms.label}=${reason}`, ...refused.reasons] };
} // prettier-ignore

export function isExempt(name: string, { guard }: GuardSettings): boolean {
  const names = [name, fullName(name)];
  return guard.images.exempt.some((pattern) => names.some((each) => matchesWildcard(each, pattern)));
}

function fullName(name: string): string {
  try {
    const { registry, repository, tag, digest } = parseReference(name);
    return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  } catch {
    return name;
  }
}

/** Links followed as far as the path exists: the engine makes the rest. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path === '/' ? path : join(realPath(dirname(path)), basename(path));
  }
}
