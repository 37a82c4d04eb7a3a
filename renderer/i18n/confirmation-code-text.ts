import { formatConfirmationCode, parseConfirmationCode } from '../../shared/domain/confirmation-code.ts'

/** A confirmation code as it is read out, `02-0003-X`; a text that is none stays as it came. */
export function confirmationCodeText(text: string): string {
  const code = parseConfirmationCode(text)
  return code === null ? text : formatConfirmationCode(code)
}
