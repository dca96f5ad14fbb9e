import { type Rule } from '../../model/rule.ts';
import { type ComposeProject } from './compose-project.ts';

/** A rule about what only Compose has. */
export type ComposeRule = Rule<ComposeProject>;
