import type { OutcomeHandler } from "../transactions/types.js";
import { rejectOutcome } from "./reject.js";
import { settleOutcome } from "./settle.js";
import { submitOutcome } from "./submitOutcome.js";

export { readAnswers } from "./answers.js";
export { deliverPayouts } from "./deliverPayouts.js";
export { endToEndIdOf, onRedemptionEvents, OUR_END_TO_END_ID, REDEMPTION_EVENTS } from "./events.js";
export { haltedCurrencies, haltRedemption, liftRedemptionHalt } from "./halts.js";
export { PayoutSettingsError } from "./payoutContent.js";
export { type Resolution, releaseRedemption, resolveRedemption } from "./people.js";
export { approveRejection, approveRejections } from "./refuse.js";
export { rejectRedemptions } from "./reject.js";
export { settleRedemptions } from "./settle.js";
export { type Screening, submitRedemptions } from "./submit.js";
export { writePayouts } from "./writePayouts.js";

/** What becomes of the transactions of redemptions. */
export const REDEMPTION_OUTCOMES: readonly OutcomeHandler[] = [submitOutcome, settleOutcome, rejectOutcome];
