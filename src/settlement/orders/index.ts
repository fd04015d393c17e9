export * from "./abroad.js";
export * from "./order.js";
export * from "./signing.js";
export * from "./state.js";
export * from "./types.js";
