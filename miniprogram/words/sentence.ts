/** Words with a full stop, in English, so that another sentence can follow them. */
export const sentence = (words: string): string => (/[.?]$/.test(words) ? words : `${words}.`)
