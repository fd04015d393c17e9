export * from "./payout.js";
