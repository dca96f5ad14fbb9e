import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 wait four times as long before it optimises a function (its `interrupt_budget`, by default 132 KiB of bytecode run in it). For work that is over in a tenth
 * of a second, or that wants every core for itself: the compilers take a seventh of two cores, mostly for what runs little after. Stays so.
 */
export function optimiseLater(): void {
  setFlagsFromString('--interrupt-budget=540000');
}
