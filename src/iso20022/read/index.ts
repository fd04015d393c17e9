export { KIND_BYTES, messageKind } from "./kind.js";
export { refersTo, statusesOf } from "./match.js";
export { readMessage } from "./message.js";
export { outcomeOf, type PaymentOutcome, recallOutcomeOf, type RecallOutcome } from "./outcome.js";
export type * from "./types.js";
