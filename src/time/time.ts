/** All that reads times, in one place to load: the libraries behind it are wanted by few calls. */
export { DateTime } from 'luxon';
export { isTimeZone, readTime } from './expression.js';
export { readWindow } from './window.js';
