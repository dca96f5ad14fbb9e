import { type MouseEvent, type ReactNode } from 'react';
import { goTo } from '../use-address.ts';

interface LinkProps {
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly isCurrent?: boolean;
  readonly title?: string;
}

/** A link to another page of these, which is shown without loading it anew. Other tabs and windows work as with any link. */
export function Link({ to, children, className, isCurrent = false, title }: LinkProps): ReactNode {
  const follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <a href={to} className={className} title={title} aria-current={isCurrent ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
}
