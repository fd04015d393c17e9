export * from "./journal.js";
export * from "./leases.js";
export * from "./store.js";
export type * from "./tables/index.js";
