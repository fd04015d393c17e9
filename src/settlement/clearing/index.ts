export * from "./book.js";
export * from "./offset.js";
export * from "./payment.js";
export * from "./statements.js";
