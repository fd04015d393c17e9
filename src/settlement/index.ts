/* Deals between customers and between banks: what is signed, and how a deal and its holds are built. */
export * from "./desks.js";
export * from "./fx/index.js";
export * from "./orders/index.js";
export * from "./payouts/index.js";
export * from "./receivables/index.js";
