export { type Acceptance, acceptDeposits, type AcceptOptions } from "./accept.js";
export { confirmDecision, type Decision, proposeDecision } from "./decide.js";
export { matchWaiting, retryMatching } from "./retry.js";
export { type SuspenseCause, suspendDeposits } from "./suspend.js";
