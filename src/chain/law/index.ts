export * from "./acts.js";
export * from "./orderFile.js";
