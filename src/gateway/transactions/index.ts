export { broadcastSigned } from "./broadcast.js";
export { bumpStuck } from "./bump.js";
export * from "./finality.js";
export * from "./queue.js";
export { signQueued } from "./sign.js";
export type * from "./types.js";
export { watchTransactions } from "./watch.js";
