export { findOurAccounts, hasValidIbanCheck, looksLikeIban, normaliseAccount, type OurAccount } from "./accounts.js";
export { MAX_LEDGER_AMOUNT } from "./classify.js";
export * from "./customer-errors.js";
export * from "./customers.js";
export { type Judgement, type JudgeOptions, judgeFile } from "./deposits.js";
export { depositReference, type KeyStrength } from "./keys.js";
export * from "./matching.js";
export type * from "./verdicts.js";
