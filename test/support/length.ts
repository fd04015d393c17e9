/** `npm run test:long` is on. */
export const AT_LENGTH = process.env["VOSTRO_TESTS"] === "long";

/** How often, or how many: in every run of the specifications, and in `npm run test:long`. */
export const often = (always: number, atLength: number): number => (AT_LENGTH ? atLength : always);
