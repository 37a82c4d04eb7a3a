import type { TFunction } from 'i18next'
import type { ExceptionView } from '../../shared/desk-api/views.ts'
import { type Naming, codeText, isKeyOf, namedParams } from './code-text.ts'
import { sync } from './en/sync.ts'

export interface ExceptionTexts {
  readonly title: string
  readonly happened: string
  readonly consequence: string
  readonly next: string
}

/** An exception in plain words, every parameter named and every inner code spelled out. */
export function exceptionTexts(
  t: TFunction,
  naming: Naming,
  exception: Pick<ExceptionView, 'kind' | 'params'>,
): ExceptionTexts {
  const { kind } = exception
  const words = wordsOf(t, naming, exception)
  return {
    title: t(`exception.${kind}.title`, words),
    happened: t(`exception.${kind}.happened`, words),
    consequence: t(`exception.${kind}.consequence`, words).trim(),
    next: t(`exception.${kind}.next`, words),
  }
}

/** What each side holds true: this desk, and the chain. */
export function exceptionSides(
  t: TFunction,
  naming: Naming,
  exception: Pick<ExceptionView, 'kind' | 'params'>,
): { readonly here: string; readonly chain: string } {
  const words = wordsOf(t, naming, exception)
  return {
    here: t(`exceptionTray.sides.${exception.kind}.here`, words),
    chain: t(`exceptionTray.sides.${exception.kind}.chain`, words),
  }
}

function wordsOf(t: TFunction, naming: Naming, { params }: Pick<ExceptionView, 'params'>) {
  const { code, op, lastName } = params
  return {
    ...namedParams(t, naming, params),
    op: isKeyOf(sync.asked, op) ? t(`sync.asked.${op}`) : String(op ?? ''),
    reason: code === undefined ? '' : codeText(t, naming, { code: String(code), params }),
    who: typeof lastName === 'string' && lastName !== '' ? t('exceptionTray.about', { lastName }) : '',
  }
}
