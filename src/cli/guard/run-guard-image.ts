import { describeRefusal } from '../../harden/guard/describe-refusal.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type CommandContext, type CommandInput, optionValue } from '../command.ts';
import { registryImage } from './decide-admission.ts';
import { isExempt, unanswered } from './decide-engine-request.ts';
import { guardLog } from './guard-log.ts';
import { readGuardSettings } from './guard-settings.ts';
import { ImageJudge } from './image-judge.ts';

export async function runGuardImage(input: CommandInput, context: CommandContext): Promise<number> {
  const [name = ''] = input.arguments;
  const digest = optionValue(input, 'digest');
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new PratiqueError('USAGE', `--digest ${JSON.stringify(digest.slice(0, 80))} is no digest`, { hint: 'write it as sha256:…' });
  const image = digest === undefined || name.includes('@') ? name : `${name}@${digest}`;
  const settings = await readGuardSettings(input, context);
  const verdict = isExempt(name, settings)
    ? { isAllowed: true, reasons: [], isUnanswered: false }
    : await new ImageJudge(input, context).judge(registryImage(image), settings);
  const answer = !verdict.isAllowed && verdict.isUnanswered ? unanswered(verdict.reasons, settings, { subject: image }) : { ...verdict, subject: image };
  guardLog(context.runtime, context.output)(answer, { method: 'VERIFY' });
  // containerd shows what is printed.
  if (!answer.isAllowed) await context.output.write([`${describeRefusal(image, answer.reasons, verdict.report)}\n`]);
  return answer.isAllowed ? exitCodes.passed : exitCodes.policyFailed;
} // prettier-ignore
