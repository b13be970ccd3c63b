import other, { first, second as renamed } from "no-such-package";
export default [other, first, renamed];
