import { TOOLSET_NAMES, toolsOf } from './toolsets.js';

/** Every tool, in the order in which clients list them. */
export const tools = toolsOf(TOOLSET_NAMES);
