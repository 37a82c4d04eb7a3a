/** Is it the same name, however it is typed? Case, accents, ligatures and spaces around or between do not count. */
export function isSameName(a: string, b: string): boolean {
  return foldName(a) === foldName(b)
}

const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', þ: 'th', ı: 'i' }

function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßøłđæœþı]/g, (letter) => LETTERS[letter] ?? letter)
    .trim()
    .replaceAll(/\s+/g, ' ')
}
