import { type ReactNode } from 'react';
import { CopyButton } from './copy.tsx';

/** A secret that the server cannot show again. */
export function ShownOnce({
  title,
  secret,
  children,
}: {
  readonly title: string;
  readonly secret: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="once">
      <strong>{title}</strong> It is shown only now.
      <div>
        <code>{secret}</code> <CopyButton text={secret} label={`Copy: ${title}`} />
      </div>
      {children}
    </div>
  );
}
