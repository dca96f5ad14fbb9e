import { type Admission, type AdmittedContainer } from '../../harden/guard/read-admission.ts';
import { judgeSettings } from '../../harden/guard/judge-settings.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { breakGlass, isExempt, unanswered } from './decide-engine-request.ts';
import { type GuardAnswer } from './guard-answer.ts';
import { type GuardSettings } from './guard-settings.ts';
import { type GuardedImage, type ImageJudge } from './image-judge.ts';

/** An answer to an API server, with digests for images that were verified. */
export interface AdmissionAnswer extends GuardAnswer {
  readonly digests: ReadonlyMap<string, string>;
}

/** A tag may move: what was found of it counts for so long at most. */
const tagMs = 300_000;

/** Never throws: what goes wrong is an answer by the policy's `on-error`. */
export async function decideAdmission(admission: Admission, settings: GuardSettings, images: Pick<ImageJudge, 'judge'>): Promise<AdmissionAnswer> {
  const about = { subject: admission.subject };
  const digests = new Map<string, string>();
  const refused: string[] = [];
  const told: string[] = [];
  let isUnanswered = true;
  try {
    for (const container of admission.containers) {
      const asked = judgeSettings(container.settings, settings.guard.allow);
      const verdict = await judgeImage(container, settings, images);
      if (verdict?.digest !== undefined) digests.set(container.pointer, pinned(container.image, verdict.digest));
      if (verdict?.isAllowed === true) told.push(...verdict.reasons);
      const reasons = [...asked, ...(verdict === undefined || verdict.isAllowed ? [] : verdict.reasons)];
      if (reasons.length === 0) continue;
      isUnanswered &&= asked.length === 0 && verdict?.isUnanswered === true;
      refused.push(`container ${container.name} (${container.image}): ${reasons.join(', ')}`);
    }
  } catch (error) {
    return { ...unanswered([`cannot decide: ${messageOf(error)}`], settings, about), digests };
  }
  if (refused.length === 0) return { ...about, isAllowed: true, reasons: told, digests };
  const refusal = { ...about, isAllowed: false, reasons: refused };
  const broken = breakGlass(admission.labels, admission.user, settings, refusal);
  return { ...(broken ?? (isUnanswered ? unanswered(refused, settings, about) : refusal)), digests };
} // prettier-ignore

async function judgeImage({ image, isKnownImage }: AdmittedContainer, settings: GuardSettings, images: Pick<ImageJudge, 'judge'>): Promise<Awaited<ReturnType<ImageJudge['judge']>> | undefined> {
  if (isKnownImage || settings.guard.images.requires.length === 0 || isExempt(image, settings)) return undefined;
  if (image === '') return { isAllowed: false, reasons: ['it names no image'], isUnanswered: false };
  return images.judge(registryImage(image), atMost(settings, image));
} // prettier-ignore

/** An image in its registry. */
export function registryImage(name: string): GuardedImage {
  return { name, target: `registry:${name}`, key: `registry:${name}`, signedAs: name };
}

export function atMost(settings: GuardSettings, image: string): GuardSettings {
  if (image.includes('@sha256:')) return settings;
  const { guard } = settings;
  return { ...settings, guard: { ...guard, images: { ...guard.images, maxAgeMs: Math.min(guard.images.maxAgeMs, tagMs) } } };
}

function pinned(image: string, digest: string): string {
  return image.includes('@') ? image : `${image}@${digest}`;
}
