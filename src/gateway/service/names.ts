export { WATCH as WATCH_CURSOR } from "../watch/cursor.js";
