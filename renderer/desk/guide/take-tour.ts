import type { TFunction } from 'i18next'
import { TOUR_STEPS } from './tour-steps.ts'

const KEY = 'keyrack-tour'

/** Was the tour taken, or declined, on this computer? */
export function isTourKnown(): boolean {
  return localStorage.getItem(KEY) !== null
}

export function rememberTour(): void {
  localStorage.setItem(KEY, 'known')
}

/** Shows around what is on the screen; Escape ends it, the arrow keys go on and back. */
export async function takeTour(t: TFunction): Promise<void> {
  rememberTour()
  const [{ driver }] = await Promise.all([import('driver.js'), import('driver.js/dist/driver.css')])
  const there = TOUR_STEPS.filter(({ element }) => document.querySelector(element) !== null)
  const reduced = matchMedia('(prefers-reduced-motion: reduce)').matches
  driver({
    animate: !reduced,
    showProgress: true,
    popoverClass: 'kr-tour',
    progressText: t('tour.progress', { current: '{{current}}', total: '{{total}}' }),
    nextBtnText: t('tour.next'),
    prevBtnText: t('tour.back'),
    doneBtnText: t('tour.done'),
    steps: there.map(({ name, element }) => ({
      element,
      popover: { title: t(`tour.${name}.title`), description: t(`tour.${name}.text`) },
    })),
  }).drive()
}
