export * from "./account.js";
export { newPartyOf } from "./admission.js";
export * from "./bulkAdmission.js";
export { type Books, booksAt, type BooksOptions, contradictionsIn } from "./books/books.js";
export { type BooksCompared, type BookDifference, compareBooks } from "./books/compare.js";
export { booksToJson, type CsvSection, type ExportedBooks, exportBooks, sectionToCsv } from "./books/export.js";
export { type Bank, type BankAddresses, connectBank } from "./bank.js";
export * from "./events.js";
export * from "./explain.js";
export * from "./holds.js";
export * from "./identity.js";
export * from "./issue.js";
export * from "./law/index.js";
export * from "./limits/index.js";
export * from "./countryActs.js";
export * from "./parties.js";
export type { PartiesChanged } from "./partiesChanged.js";
export * from "./partiesClose.js";
export * from "./partiesProfile.js";
export { planRenewals, renewParties, renewPartiesCall, type Renewal, type RenewalPlan } from "./partiesRenew.js";
export * from "./partiesState.js";
export * from "./partiesWallets.js";
export * from "./pauses.js";
export * from "./pay.js";
export * from "./payouts.js";
export * from "./policy.js";
export * from "./powers.js";
export * from "./reasons.js";
export * from "./redemptionDesk.js";
export {
  buildRedemption,
  cancelRedemption,
  cancelRedemptionCall,
  readRedemption,
  type Redemption,
  type RedemptionRequest,
  type RedemptionStatus,
  requestRedemption,
  requestRedemptionCall,
  signCancellation,
} from "./redemptions.js";
export * from "./reference.js";
export * from "./resolution/index.js";
export * from "./schedule.js";
export { ask, type Call, callOf, chainTime, providerOf, send, type Sent, simulate, type Simulated } from "./send.js";
export * from "./supply.js";
export type { SupplyFinding } from "./supplyCheck.js";
export * from "./token.js";
export * from "./twoPeople.js";
export * from "./typedData.js";
export * from "./words.js";
