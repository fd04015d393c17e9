export * from "./quote.js";
