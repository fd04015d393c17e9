import type { OutcomeHandler } from "../transactions/types.js";
import type { Step } from "../gateway.js";
import { approveReturns } from "./approve.js";
import { judgeReturns } from "./judge.js";
import { readReturnNotices } from "./notices.js";
import { remintReturns, returnOutcome } from "./remint.js";

export { approveReturn, approveReturns } from "./approve.js";
export { judgeReturns } from "./judge.js";
export { readReturnNotices } from "./notices.js";
export { remintReturns } from "./remint.js";
export { resolveReturn, type ReturnResolution } from "./resolve.js";

/** Money that comes back after it was paid out. */
export const RETURN_STEPS: readonly Step[] = [readReturnNotices, judgeReturns, approveReturns, remintReturns];
export const RETURN_OUTCOMES: readonly OutcomeHandler[] = [returnOutcome];
