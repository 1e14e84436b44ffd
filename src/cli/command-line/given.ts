/** What was given for an option, in order; a switch has an empty text for each time it was given. */
export type Given = ReadonlyMap<string, readonly string[]>
