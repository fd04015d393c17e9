export * from "./cycle.js";
export * from "./net.js";
export * from "./state.js";
export * from "./types.js";
