export { DEFAULT_MAX_BYTES } from "./encoding.js";
export * from "./errors.js";
export type { Money } from "./field.js";
export { readBankFile, type ReadOptions } from "./reader.js";
export type * from "./types.js";
export { OtherMessageError, readPacs008, readPacs009, readPain001 } from "./transfers/read.js";
export * from "./write/index.js";
export * from "./read/index.js";
