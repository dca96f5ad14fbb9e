import { type JudgedAssertion } from './judge-assertion.ts';
import { type NetworkView } from './network-view.ts';

/** For programs. Other machines are `(outside)`, the host itself is `(host)`. */
export function writeNetworkJson(view: NetworkView, judged: readonly JudgedAssertion[]): string {
  const { subject, source, segments, members, reaches, issues } = view;
  return `${JSON.stringify(
    {
      schemaVersion: 1,
      subject,
      source,
      networks: segments,
      members,
      reaches,
      assertions: judged.map(({ assertion, verdict, reasons }) => ({ assertion: assertion.text, verdict, reasons })),
      isComplete: issues.length === 0,
      issues,
    },
    undefined,
    2,
  )}\n`;
}
