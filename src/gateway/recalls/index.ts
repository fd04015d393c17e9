import type { Step } from "../gateway.js";
import type { OutcomeHandler } from "../transactions/types.js";
import { lienOutcome } from "./lien.js";
import { readRecalls } from "./read.js";

export { closeRecall } from "./close.js";
export { confirmLien, proposeLien } from "./lien.js";
export { readRecalls } from "./read.js";

/** Payments that their senders ask back. */
export const RECALL_STEPS: readonly Step[] = [readRecalls];
export const RECALL_OUTCOMES: readonly OutcomeHandler[] = [lienOutcome];
