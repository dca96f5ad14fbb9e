import { type ImageDescription } from '../../model/checker.ts';
import { type Rule } from '../../model/rule.ts';

/** A rule about what an image says of itself. */
export type ImageRule = Rule<ImageDescription>;
