/* Deals between customers and between banks: what is signed, and how a deal and its holds are built. One name a desk. */
export * from "./desks.js";
export * as clearing from "./clearing/index.js";
export * as fx from "./fx/index.js";
export * as netting from "./netting/index.js";
export * as orders from "./orders/index.js";
export * as payouts from "./payouts/index.js";
export * as receivables from "./receivables/index.js";
