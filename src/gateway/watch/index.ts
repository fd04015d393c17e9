export { readCursor, WATCH } from "./cursor.js";
export { type EventListener, watchChain, type WatchOptions } from "./watch.js";
