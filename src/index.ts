/** The library's public face. What is not exported here may change in any release. */
export { type PratiqueError } from './model/pratique-error.ts';
