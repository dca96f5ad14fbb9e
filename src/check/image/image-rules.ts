import { type ImageRule } from './image-rule.ts';
import { rootUser } from './rules/root-user.ts';

/** Every rule about the configuration and the history of an image. */
export const imageRules: readonly ImageRule[] = [rootUser];
