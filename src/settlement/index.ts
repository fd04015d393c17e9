/* Deals between customers and between banks: what is signed, and how a deal and its holds are built. */
export * from "./payouts/index.js";
