import { waiting } from '../../src/trust/store/push-settled.ts';

/** Nobody else writes to the registries of tests; those that race set the scale to 1 for themselves. */
waiting.scale = 0.02;
