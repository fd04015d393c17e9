export * from "./deals.js";
export * from "./discount.js";
export * from "./find.js";
export * from "./state.js";
export * from "./types.js";
