import { type ReactNode } from 'react';
import { type ImageSummary } from '../server-api.ts';

const words = { pass: 'passes', fail: 'fails', 'not-asked': 'no policy' } as const;
const marks = { pass: '✓', fail: '✗', 'not-asked': '–' } as const;

/** Never a pass over what could not be read. */
export function VerdictWord({ verdict, completeness, hasGaps }: Pick<ImageSummary, 'verdict' | 'completeness' | 'hasGaps'>): ReactNode {
  return (
    <span className="verdict-words">
      <span className={`verdict ${verdict}`}>
        <span aria-hidden="true">{marks[verdict]}</span> {words[verdict]}
      </span>
      {completeness !== 'complete' && <span className="verdict gap">{hasGaps ? 'incomplete' : 'uncertain'}</span>}
    </span>
  );
}
