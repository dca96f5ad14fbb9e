import { HostUnreadable } from './host.ts';

/** A fact about the host, or why it could not be had. */
export type Known<T> = { readonly value: T } | { readonly unread: string };

/** Turns "could not look" into a value; any other failure is a fault of the program. */
export async function learn<T>(read: () => Promise<T>): Promise<Known<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof HostUnreadable) return { unread: error.message };
    throw error;
  }
}

/** The value where it is known; throws {@link HostUnreadable} otherwise, which a check's verdict is made of. */
export function valueOf<T>(known: Known<T>): T {
  if ('value' in known) return known.value;
  throw new HostUnreadable(known.unread);
}
