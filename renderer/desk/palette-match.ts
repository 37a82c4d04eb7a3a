import { plainText } from './plain-text.ts'

/** Does each word that was typed begin a word of one of the texts? Nothing typed means everything. */
export function isMeant(query: string, texts: readonly string[]): boolean {
  const words = texts.flatMap((text) => plainText(text).split(/[^\p{L}\p{N}]+/u))
  return plainText(query)
    .split(/\s+/)
    .every((typed) => words.some((word) => word.startsWith(typed)))
}
