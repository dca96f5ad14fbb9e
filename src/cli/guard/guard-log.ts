import { type Runtime } from '../../model/runtime.ts';
import { type Output } from '../command.ts';
import { type GuardAnswer } from './guard-answer.ts';

/** Writes one decision: who asked what, and why it was refused or let pass. Never the body of a request, which may hold secrets. */
export type GuardLog = (answer: GuardAnswer, asked: Readonly<Record<string, string>>) => void;

/** One JSON object a line on standard error. */
export function guardLog({ now }: Pick<Runtime, 'now'>, output: Output): GuardLog {
  return ({ isAllowed, isBreakGlass, reasons, subject }, asked) => {
    const decision = isBreakGlass === true ? 'break-glass' : isAllowed ? 'allow' : 'deny';
    const entry = { time: now().toISOString(), decision, ...asked, ...(subject === undefined ? {} : { subject }), ...(reasons.length === 0 ? {} : { reasons }) };
    output.warn(JSON.stringify(entry));
  };
} // prettier-ignore
