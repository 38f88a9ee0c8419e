/** The files of a comparison as the page calls them: the first is A. */
export const letterOf = (index: number): string => String.fromCharCode(0x41 + index);
