/** The checks that our own components pass, for the tests of other packages. */
export { type Trial, violations } from '../contract/violations.ts';
