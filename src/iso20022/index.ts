export { DEFAULT_MAX_BYTES } from "./encoding.js";
export * from "./errors.js";
export type { BankEvent, StreamEvent } from "./events.js";
export type { Money } from "./field.js";
export { PART_LIMITS, type XmlLimits } from "./limits.js";
export { readBankFile, type ReadOptions } from "./reader.js";
export type { StatementTail } from "./statement.js";
export { DEFAULT_MAX_STREAM_BYTES, streamBankFile, type StreamOptions } from "./stream.js";
export type * from "./types.js";
