export * from "./clearances.js";
export * from "./confirmedPayments.js";
export * from "./limits.js";
export * from "./travelRecords.js";
